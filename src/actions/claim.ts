import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';
import { ok } from '../lib/result.ts';
import { topicsOf, type RoutingPlan } from '../queue/plan.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { actorOf, ownerOf, tierOf } from './refusals.ts';
import { takeSeat } from './take-seat.ts';

export type ClaimDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'claimNext' | 'seats'>;
  readonly routing: Pick<RoutingPlan, 'skills'>;
};

/**
 * An agent takes a ticket: this one, or the next that is his to take. First one of his places is taken, then the ticket,
 * each in one conditional write; who loses the ticket gives the place back and learns who won.
 */
export function createClaim({ tickets, routing }: ClaimDeps) {
  const { seats } = tickets;

  async function claim(number: TicketNumber, by: Agent): Promise<TicketResult<Ticket>> {
    const seat = await takeSeat(by, seats);
    if (!seat.ok) return seat;
    const set = { owner: ownerOf(by), seat: seat.value };
    const claimed = await tickets.change(number, { transition: 'claim', actor: actorOf(by), set });
    if (!claimed.ok) await seats.giveBack(seat.value);
    return claimed;
  }

  async function claimNext(by: Agent): Promise<TicketResult<Ticket | undefined>> {
    const seat = await takeSeat(by, seats);
    if (!seat.ok) return seat;
    const topics = topicsOf(routing, by.skills);
    const taken = await tickets.claimNext({
      actor: actorOf(by),
      owner: ownerOf(by),
      seat: seat.value,
      topics,
      tier: tierOf(by),
    });
    if (!taken) await seats.giveBack(seat.value);
    return ok(taken);
  }

  return { claim, claimNext };
}
