import type { Agent } from '../domain/agent.ts';
import type { TicketRefusal, TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { ThirdParty, Ticket, TranscriptLine } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import type { RoutingPlan } from '../queue/plan.ts';
import { rankOf } from '../queue/rank.ts';
import type { Change } from '../queue/ticket-change.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { actorOf, ownedBy, ownerOf, refuse } from './refusals.ts';
import { takeSeat, type NoSeat } from './take-seat.ts';

export type MoveDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'get' | 'seats'>;
  readonly findAgent: (employeeNumber: string) => Promise<Agent | undefined>;
  /** whether there is such a topic or skill */
  readonly isTopic: (name: string) => boolean;
  readonly note: (input: { number: TicketNumber; text: string }, by: Agent) => Promise<TicketResult<TranscriptLine>>;
  readonly routing: Pick<RoutingPlan, 'offerMinutes'>;
  readonly clock: Clock;
};

type Move = { readonly number: TicketNumber; readonly note?: string; readonly epoch: number };

const highestTier = 3;
const minuteMs = 60_000;

/** A ticket changes hands: to a colleague, to a topic, to the next tier, back to the queue, or to a later time. */
export function createMove({ tickets, findAgent, isTopic, note, routing, clock }: MoveDeps) {
  /** @param to a colleague's employee number, or a topic: then whoever has that skill */
  async function transfer(input: Move & { readonly to: string }, by: Agent): Promise<TicketResult<Ticket>> {
    const colleague = await findAgent(input.to);
    if (colleague) return offer(input, by, colleague);
    if (!isTopic(input.to)) return refuse({ kind: 'unknown_target' });
    return noted(input, by, { transition: 'release', set: { topic: input.to }, codes: [`topic:${input.to}`] });
  }

  /** The colleague has it at once, so that there is one owner at any time; if he leaves it, it goes to the queue. */
  async function offer(input: Move, by: Agent, colleague: Agent): Promise<TicketResult<Ticket>> {
    const taken = await takeSeat(colleague, tickets.seats);
    if (!taken.ok) return refuse(colleague.id === by.id ? taken.error : ofColleague(taken.error));
    const seat = taken.value;
    const at = clock();
    const expiresAt = new Date(at.getTime() + routing.offerMinutes * minuteMs);
    // A lead who takes a ticket over has said that he takes it.
    const offered = colleague.id === by.id ? {} : { offer: { by: ownerOf(by), at, expiresAt } };
    const set = { owner: ownerOf(colleague), seat, ...offered };
    const moved = await noted(input, by, { transition: 'transfer', set });
    if (!moved.ok) await tickets.seats.giveBack(seat);
    return moved;
  }

  const accept = (input: Move, by: Agent) => own(input, by, { transition: 'accept' });
  const decline = (input: Move, by: Agent) => own(input, by, { transition: 'decline' });
  const release = (input: Move, by: Agent) => noted(input, by, { transition: 'release' });

  /** Only the one whom it was given to can say whether he takes it, and only while that is open. */
  async function own(input: Move, by: Agent, how: Pick<Change, 'transition'>): Promise<TicketResult<Ticket>> {
    const present = await tickets.get(input.number);
    if (!present) return refuse({ kind: 'not_found' });
    if (!present.offer || present.owner?.id !== by.id) return refuse({ kind: 'conflict', ticket: present });
    return noted(input, by, how);
  }

  async function escalate(input: Move, by: Agent): Promise<TicketResult<Ticket>> {
    const present = await tickets.get(input.number);
    if (!present) return refuse({ kind: 'not_found' });
    const tier = Math.min(highestTier, present.tier + 1);
    const at = clock();
    const before = present.tiers ?? [{ tier: present.tier, at: present.queuedAt, by: 'queue' }];
    const tiers = tier === present.tier ? before : [...before, { tier, at, by: by.employeeNumber }];
    const set = { tier, tiers, rank: rankOf({ ...present, tier }) };
    return noted(input, by, { transition: 'escalate', set, codes: [`tier:${tier}`] });
  }

  async function snooze(input: Move & { readonly until: Date }, by: Agent): Promise<TicketResult<Ticket>> {
    return noted(input, by, { transition: 'snooze', set: { snoozedUntil: input.until } });
  }

  /** The move is a third party's until a time that the customer is told; then, or when he writes, it wakes. */
  async function wait(
    input: Move & { readonly party: ThirdParty; readonly until: Date },
    by: Agent,
  ): Promise<TicketResult<Ticket>> {
    const { party, until } = input;
    const set = { party, promisedAt: until, snoozedUntil: until };
    return noted(input, by, { transition: 'wait', set, codes: [party] });
  }

  async function noted(
    { number, note: text, epoch }: Move,
    by: Agent,
    how: Pick<Change, 'transition' | 'set' | 'codes'>,
  ): Promise<TicketResult<Ticket>> {
    const moved = await tickets.change(number, { ...how, actor: actorOf(by), epoch, where: ownedBy(by) });
    if (moved.ok && text !== undefined) await note({ number, text }, by);
    return moved;
  }

  return { transfer, accept, decline, release, escalate, snooze, wait };
}

function ofColleague({ kind }: NoSeat): TicketRefusal {
  return { kind: kind === 'full' ? 'colleague_full' : 'colleague_on_break' };
}
