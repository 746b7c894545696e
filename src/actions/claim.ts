import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { ok } from '../lib/result.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { actorOf, ownerOf, refuse } from './refusals.ts';

type ClaimDeps = { readonly tickets: Tickets; readonly clock: Clock };

/** An agent takes a ticket: this one, or the next that is his to take. One conditional write; the loser learns who won. */
export function createClaim({ tickets, clock }: ClaimDeps) {
  async function claim(number: TicketNumber, by: Agent): Promise<TicketResult<Ticket>> {
    if (by.duty !== 'available') return refuse({ kind: 'on_break' });
    if (await isFull(by)) return refuse({ kind: 'full' });
    return tickets.change(number, { transition: 'claim', actor: actorOf(by), set: taken(by) });
  }

  async function claimNext(by: Agent): Promise<TicketResult<Ticket | undefined>> {
    if (by.duty !== 'available') return refuse({ kind: 'on_break' });
    if (await isFull(by)) return refuse({ kind: 'full' });
    const where = by.skills.length > 0 ? { topic: { $in: [...by.skills] } } : {};
    return ok(await tickets.claimNext({ actor: actorOf(by), set: taken(by), where }));
  }

  async function isFull(by: Agent): Promise<boolean> {
    return (await tickets.countOf(by.id)) >= by.capacity;
  }

  function taken(by: Agent) {
    return { owner: ownerOf(by), claimedAt: clock() };
  }

  return { claim, claimNext };
}
