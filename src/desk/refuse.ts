import type { Context } from 'koa';
import type { Agent } from '../domain/agent.ts';
import type { TicketRefusal } from '../domain/desk.ts';
import type { Ticket } from '../domain/ticket.ts';

/** What an answer that says no is made of; the words are under `code` in words.ts. */
type No = {
  readonly status: number;
  readonly code: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, unknown>>;
};

type Plain = Exclude<
  TicketRefusal['kind'],
  'conflict' | 'blocked' | 'blanks' | 'live_elsewhere' | 'window_closed' | 'tickets_left'
>;

const plain: Readonly<Record<Plain, No>> = {
  not_found: { status: 404, code: 'not_found' },
  full: { status: 409, code: 'capacity_full' },
  colleague_full: { status: 409, code: 'colleague_full' },
  colleague_on_break: { status: 409, code: 'colleague_on_break' },
  unknown_target: { status: 422, code: 'unknown_target' },
  on_break: { status: 409, code: 'on_break' },
  on_its_way: { status: 409, code: 'on_its_way' },
  urgent: { status: 422, code: 'urgent_singly' },
  not_lead: { status: 403, code: 'release_refused' },
};

/** What a refusal is over HTTP, in the one way that the contract has for it. */
export function noOf(refusal: TicketRefusal, by: Agent): No {
  switch (refusal.kind) {
    case 'conflict':
      return conflictOf(refusal.ticket, by);
    case 'blocked': {
      const { code: rule, reason } = refusal;
      return { status: 422, code: 'reply_blocked', facts: { reason }, details: { rule, reason } };
    }
    case 'blanks': {
      const names = refusal.names.map((name) => `{${name}}`).join('、');
      return { status: 422, code: 'blanks_left', facts: { names }, details: { blanks: refusal.names } };
    }
    case 'live_elsewhere': {
      const { number } = refusal;
      return { status: 409, code: 'live_elsewhere', facts: { number }, details: { number } };
    }
    case 'window_closed':
      return { status: 422, code: `window_${refusal.why}`, details: { why: refusal.why } };
    case 'tickets_left': {
      const { numbers } = refusal;
      return { status: 422, code: 'tickets_left', facts: { numbers: numbers.join('、') }, details: { numbers } };
    }
    default:
      return plain[refusal.kind];
  }
}

function conflictOf({ owner, epoch }: Ticket, by: Agent): No {
  if (!owner || owner.id === by.id) return { status: 409, code: 'ticket_changed', details: { epoch } };
  const { name, employeeNumber } = owner;
  const facts = { name, employeeNumber };
  return { status: 409, code: 'ticket_taken', facts, details: { owner: facts, epoch } };
}

export function refuse(ctx: Context, refusal: TicketRefusal, by: Agent): never {
  const { status, code, facts, details } = noOf(refusal, by);
  return ctx.throw(status, code, { ...(facts && { facts }), ...(details && { details }) });
}
