import { randomUUID } from 'node:crypto';
import type { Customers } from '../customers/customers-store.ts';
import type { Say } from '../dialogue/say.ts';
import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { EventInput } from '../domain/event.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import { splitText } from '../lib/bytes.ts';
import type { Clock } from '../lib/clock.ts';
import { ok } from '../lib/result.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import { outgoingFault } from './outgoing-fault.ts';
import { actorOf, conflict, refuse } from './refusals.ts';

export type ReplyDeps = {
  readonly tickets: Tickets;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add' | 'find'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly check: (text: string) => OutgoingVerdict;
  readonly say: Say;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
  /** how long a reply can be taken back before it leaves */
  readonly holdMs: number;
  readonly clock: Clock;
};

type Replied = { message: TranscriptLine; epoch: number };

/** An agent answers his customer: checked, fenced by the epoch that he saw, signed with his number, sent by the outbox. */
export function createReply(deps: ReplyDeps) {
  const { tickets, customers, transcripts, outbox, check, say, record, deliver, holdMs, clock } = deps;

  return async (
    { number, text, epoch, key = randomUUID() }: { number: TicketNumber; text: string; epoch: number; key?: string },
    by: Agent,
  ): Promise<TicketResult<Replied>> => {
    const id = `reply:${number}:${by.id}:${key}`;
    const before = await transcripts.find(id);
    if (before) return ok({ message: { ...before, delivery: { state: 'queued' } }, epoch });
    const fault = outgoingFault(text, check);
    if (fault) return refuse(fault);
    const present = await tickets.get(number);
    if (!present) return refuse({ kind: 'not_found' });
    if (present.owner?.id !== by.id || present.epoch !== epoch) return conflict(present);
    const answered = await answer(present, by);
    if (!answered.ok) return answered;
    const ticket = answered.value;
    const message = await keep(ticket, { id, text, by, first: isFirst(present) });
    if (!message) return refuse({ kind: 'blocked', code: 'left', reason: '客户已取消关注，消息无法送达。' });
    await record({
      kind: 'ticket.reply',
      ticket: number,
      customer: ticket.customer,
      seenEpoch: ticket.epoch,
      actor: actorOf(by),
    });
    deliver();
    return ok({ message, epoch: ticket.epoch });
  };

  /** The first public answer is a transition; later ones only need that nothing has moved. */
  async function answer(present: Ticket, by: Agent): Promise<TicketResult<Ticket>> {
    const now = clock();
    const where = { 'owner.id': by.id };
    if (present.state === 'assigned') {
      const set = { lastOutAt: now, ...(present.firstReplyAt === undefined && { firstReplyAt: now }) };
      return tickets.change(present.number, {
        transition: 'answer',
        actor: actorOf(by),
        epoch: present.epoch,
        where,
        set,
      });
    }
    return tickets.guard(present.number, {
      state: 'serving',
      epoch: present.epoch,
      where,
      set: { lastOutAt: now, move: 'customer' },
    });
  }

  async function keep(
    ticket: Ticket,
    { id, text, by, first }: { id: string; text: string; by: Agent; first: boolean },
  ): Promise<TranscriptLine | undefined> {
    const customer = await customers.mutate(ticket.openId, (before) => ({ ...before, seq: before.seq + 1 }));
    if (!customer) return undefined;
    const { name, employeeNumber } = by;
    const at = ticket.lastOutAt ?? clock();
    const leavesAt = new Date(at.getTime() + holdMs);
    const line = {
      id,
      seq: customer.seq,
      from: 'agent' as const,
      kind: 'text',
      text,
      at,
      by: { name, employeeNumber },
    };
    const about = { customer: ticket.customer, ticket: ticket.number };
    await transcripts.add([{ ...line, ...about }]);
    const signed = say(first ? 'agentFirst' : 'agentNext', { name, employeeNumber, text });
    for (const [index, part] of splitText(signed).entries()) {
      await outbox.add({
        ...about,
        id: index === 0 ? id : `${id}:${index}`,
        ...(index > 0 && { partOf: id }),
        openId: ticket.openId,
        kind: 'staff',
        message: { kind: 'text', text: part },
        at: new Date(at.getTime() + index),
        notBefore: leavesAt,
      });
    }
    return { ...line, delivery: { state: 'queued', leavesAt } };
  }
}

/** Whether the customer hears from this agent for the first time: then the agent says how he can be checked. */
function isFirst({ state, firstReplyAt }: Ticket): boolean {
  return state === 'assigned' || firstReplyAt === undefined;
}
