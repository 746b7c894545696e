import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { rankOf } from '../queue/rank.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { actorOf, ownedBy, ownerOf, refuse } from './refusals.ts';

export type MoveDeps = {
  readonly tickets: Tickets;
  readonly findAgent: (employeeNumber: string) => Promise<Agent | undefined>;
  readonly note: (input: { number: TicketNumber; text: string }, by: Agent) => Promise<TicketResult<TranscriptLine>>;
  readonly clock: Clock;
};

type Move = { readonly number: TicketNumber; readonly note?: string; readonly epoch: number };

const highestTier = 3;

/** A ticket changes hands: to a colleague, to the next tier, or to a later time. */
export function createMove({ tickets, findAgent, note, clock }: MoveDeps) {
  /** @param to a colleague's employee number, or a topic: then whoever has that skill */
  async function transfer(
    { number, to, note: text, epoch }: Move & { readonly to: string },
    by: Agent,
  ): Promise<TicketResult<Ticket>> {
    const colleague = await findAgent(to);
    const how = { actor: actorOf(by), epoch, where: ownedBy(by), codes: [to] };
    const moved = colleague
      ? await tickets.change(number, {
          ...how,
          transition: 'transfer',
          set: { owner: ownerOf(colleague), claimedAt: clock() },
        })
      : await tickets.change(number, {
          ...how,
          transition: 'release',
          set: { topic: to },
          unset: ['owner', 'claimedAt'],
        });
    if (moved.ok && text !== undefined) await note({ number, text }, by);
    return moved;
  }

  async function escalate({ number, note: text, epoch }: Move, by: Agent): Promise<TicketResult<Ticket>> {
    const present = await tickets.get(number);
    if (!present) return refuse({ kind: 'not_found' });
    const tier = Math.min(highestTier, present.tier + 1);
    const moved = await tickets.change(number, {
      transition: 'escalate',
      actor: actorOf(by),
      epoch,
      where: ownedBy(by),
      set: { tier, rank: rankOf({ ...present, tier }) },
      unset: ['owner', 'claimedAt'],
      codes: [`tier:${tier}`],
    });
    if (moved.ok && text !== undefined) await note({ number, text }, by);
    return moved;
  }

  async function snooze(
    { number, until, epoch }: Omit<Move, 'note'> & { readonly until: Date },
    by: Agent,
  ): Promise<TicketResult<Ticket>> {
    return tickets.change(number, {
      transition: 'snooze',
      actor: actorOf(by),
      epoch,
      where: ownedBy(by),
      set: { snoozedUntil: until },
    });
  }

  return { transfer, escalate, snooze };
}
