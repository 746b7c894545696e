import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';
import { ok } from '../lib/result.ts';
import { topicsOf, type RoutingPlan } from '../queue/plan.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { actorOf, ownerOf, refuse, tierOf } from './refusals.ts';

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
    const seat = await seats.take(by.id, by.capacity);
    if (!seat) return refuse({ kind: 'full' });
    const set = { owner: ownerOf(by), seat };
    const claimed = await tickets.change(number, { transition: 'claim', actor: actorOf(by), set });
    if (!claimed.ok) await seats.giveBack(seat);
    return claimed;
  }

  async function claimNext(by: Agent): Promise<TicketResult<Ticket | undefined>> {
    const seat = await seats.take(by.id, by.capacity);
    if (!seat) return refuse({ kind: 'full' });
    const topics = topicsOf(routing, by.skills);
    const taken = await tickets.claimNext({
      actor: actorOf(by),
      owner: ownerOf(by),
      seat,
      topics,
      tier: tierOf(by),
    });
    if (!taken) await seats.giveBack(seat);
    return ok(taken);
  }

  return { claim, claimNext };
}
