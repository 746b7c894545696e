import type { Customers } from '../customers/customers-store.ts';
import type { Agent } from '../domain/agent.ts';
import type { CarePorts } from '../domain/care.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { pointTo } from './point-to.ts';
import { actorOf, conflict, ownerOf, refuse } from './refusals.ts';
import { takeSeat } from './take-seat.ts';

export type ReopenDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'get' | 'seats'>;
  readonly customers: Pick<Customers, 'find' | 'mutate'>;
};

/** An agent takes a finished matter up again: the ticket is live once more, and his. */
export function createReopen({ tickets, customers }: ReopenDeps): CarePorts['reopen'] {
  const { seats } = tickets;

  return async ({ number, epoch }, by) => {
    const present = await tickets.get(number);
    if (!present) return refuse({ kind: 'not_found' });
    if (present.epoch !== epoch) return conflict(present);
    const elsewhere = await pointTo(number, present.openId, { tickets, customers });
    return elsewhere ? refuse(elsewhere) : takeUp(present, by);
  };

  async function takeUp({ number, epoch, openId }: Ticket, by: Agent): Promise<TicketResult<Ticket>> {
    const seat = await takeSeat(by, seats);
    if (!seat.ok) return seat;
    const set = { owner: ownerOf(by), seat: seat.value };
    const reopened = await tickets.change(number, { transition: 'reopen', actor: actorOf(by), epoch, set });
    if (reopened.ok) return reopened;
    await seats.giveBack(seat.value);
    if (reopened.error.kind === 'not_found' || reopened.error.ticket.epoch !== epoch) return reopened;
    // It has not moved: a ticket of the customer's was opened in between, and the index on live ones has decided.
    const other = (await customers.find(openId))?.ticket;
    return other === undefined ? reopened : refuse({ kind: 'live_elsewhere', number: other });
  }
}
