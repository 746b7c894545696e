import type { Customers } from '../customers/customers-store.ts';
import type { Agent } from '../domain/agent.ts';
import type { CarePorts, OneOfMany } from '../domain/care.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { CloseCode, Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { actorOf, leads, refuse } from './refusals.ts';

export type CloseManyDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'get'>;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly clock: Clock;
};

type Chosen = { readonly number: TicketNumber; readonly epoch: number };

/**
 * Ends a selection of tickets without a word to their customers: spam, mostly. Each is a change of its own under the
 * epoch that the agent saw, so that one which has moved on stays, and the others go all the same.
 */
export function createCloseMany({ tickets, customers, clock }: CloseManyDeps): CarePorts['closeMany'] {
  return async ({ tickets: chosen, code }, by) => {
    const done: OneOfMany[] = [];
    for (const one of chosen) done.push({ number: one.number, result: await close(one, code, by) });
    return done;
  };

  async function close({ number, epoch }: Chosen, code: CloseCode, by: Agent): Promise<TicketResult<Ticket>> {
    const present = await tickets.get(number);
    if (!present) return refuse({ kind: 'not_found' });
    const mayEnd = leads(by) || present.state === 'queued' || present.owner?.id === by.id;
    if (!mayEnd) return refuse({ kind: 'conflict', ticket: present });
    // Who floods the urgent lane is a lead's to deal with: among many, a true emergency is overlooked too easily.
    if (present.priority === 'urgent' && !leads(by)) return refuse({ kind: 'urgent' });
    const set = { closeCode: code, closedAt: clock() };
    const ended = await tickets.change(number, { transition: 'end', actor: actorOf(by), epoch, set, codes: [code] });
    if (ended.ok) await letGo(ended.value);
    return ended;
  }

  /** The customer has no live ticket any more: what he writes next is for the bot. */
  async function letGo({ number, openId }: Ticket): Promise<void> {
    await customers.mutate(openId, ({ ticket, ...before }) => (ticket === number ? before : undefined));
  }
}
