import type { Customers } from '../customers/customers-store.ts';
import type { CarePorts } from '../domain/care.ts';
import type { Agent } from '../domain/agent.ts';
import type { TicketRefusal } from '../domain/desk.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { isDuplicate } from '../store/retry.ts';
import { mayTake } from './may-take.ts';
import { pointTo } from './point-to.ts';
import { actorOf, conflict, ownerOf, refuse } from './refusals.ts';

export type ReopenDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'get' | 'countOf'>;
  readonly customers: Pick<Customers, 'find' | 'mutate'>;
  readonly clock: Clock;
};

const unset = ['closedAt', 'closeCode', 'survey'] as const;

/** An agent takes a finished matter up again: the ticket is live once more, and his. */
export function createReopen(deps: ReopenDeps): CarePorts['reopen'] {
  const { tickets, customers, clock } = deps;

  return async ({ number, epoch }, by) => {
    const present = await tickets.get(number);
    if (!present) return refuse({ kind: 'not_found' });
    if (present.epoch !== epoch) return conflict(present);
    const fault = (await mayTake(by, tickets)) ?? (await pointTo(number, present.openId, { tickets, customers }));
    if (fault) return refuse(fault);
    return change(present, by);
  };

  async function change(present: Ticket, by: Agent) {
    const { number, epoch, openId } = present;
    const set = { owner: ownerOf(by), claimedAt: clock(), live: true } as const;
    try {
      return await tickets.change(number, { transition: 'reopen', actor: actorOf(by), epoch, set, unset });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      // A ticket of the customer's was opened in between: the index on live ones has decided.
      const other = (await customers.find(openId))?.ticket ?? number;
      return refuse<Ticket>({ kind: 'live_elsewhere', number: other } satisfies TicketRefusal);
    }
  }
}
