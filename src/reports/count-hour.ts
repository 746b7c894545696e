import type { RecordedEvent } from '../domain/event.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isDeflected, type Turn } from './deflection.ts';
import { addTo, type Counters, type EntryFigures, type Figures } from './figures.ts';
import { spreadOf, type Spreads } from './spread.ts';

export type CountedTicket = Pick<
  Ticket,
  'number' | 'topic' | 'owner' | 'servedBy' | 'queuedAt' | 'claimedAt' | 'firstReplyAt'
>;
type Counted = Pick<RecordedEvent, 'kind' | 'actor' | 'codes' | 'at'>;

/** The kinds of events that figures are made of. */
export const countedKinds = [
  'ticket.queued',
  'ticket.answer',
  'ticket.resolve',
  'ticket.end',
  'ticket.close',
  'ticket.sla_missed',
] as const;

/** A transition and its event are one moment, written by one instance or healed by another. */
const sameMs = 60_000;

/** Adds what an event says of its ticket. What a ticket was erased with is counted no more: figures of its hour stand. */
export function countEvent(rows: Map<string, Figures>, event: Counted, ticket: CountedTicket): void {
  const { topic } = ticket;
  const agent = (ticket.owner ?? ticket.servedBy)?.employeeNumber ?? '';
  const counts = countsOf(event, ticket);
  if (!counts) return;
  addTo(rows, { topic, agent: event.kind === 'ticket.queued' ? '' : agent, ...counts, spreads: spreadsOf(counts) });
}

function spreadsOf({ firstReplyMs, handledMs, solvedMs }: Partial<Counters>): Spreads {
  return {
    ...(firstReplyMs !== undefined && { firstReply: spreadOf(firstReplyMs) }),
    ...(handledMs !== undefined && { handled: spreadOf(handledMs) }),
    ...(solvedMs !== undefined && { solved: spreadOf(solvedMs) }),
  };
}

function countsOf({ kind, codes = [], at }: Counted, ticket: CountedTicket): Partial<Counters> | undefined {
  switch (kind) {
    case 'ticket.queued':
      return { opened: 1 };
    case 'ticket.answer':
      return firstReply(at, ticket);
    case 'ticket.resolve':
    case 'ticket.end':
      return solved(at, ticket);
    case 'ticket.close':
      return { surveyYes: Number(codes.includes('yes')), surveyNo: Number(codes.includes('no')) };
    default:
      return { breaches: 1 };
  }
}

/** A ticket that changed hands is answered for the first time once. */
function firstReply(at: Date, { firstReplyAt, queuedAt }: CountedTicket): Partial<Counters> | undefined {
  if (!firstReplyAt || Math.abs(firstReplyAt.getTime() - at.getTime()) > sameMs) return undefined;
  return { firstReplies: 1, firstReplyMs: firstReplyAt.getTime() - queuedAt.getTime() };
}

/** What ends before anybody took it was taken back, not solved. */
function solved(at: Date, { claimedAt, queuedAt }: CountedTicket): Partial<Counters> | undefined {
  if (!claimedAt) return undefined;
  return { solved: 1, solvedMs: at.getTime() - queuedAt.getTime(), handledMs: at.getTime() - claimedAt.getTime() };
}

/** Adds the bot's answers, and how many of them were all that was needed. */
export function countAnswers(
  entries: Map<string, EntryFigures>,
  answers: readonly Turn[],
  others: readonly Turn[],
): void {
  const findByCustomer = new Map<string, Turn[]>();
  for (const turn of others) {
    const known = findByCustomer.get(turn.customer);
    if (known) known.push(turn);
    else findByCustomer.set(turn.customer, [turn]);
  }
  for (const answer of answers) {
    const deflected = isDeflected(answer, findByCustomer.get(answer.customer) ?? []) ? 1 : 0;
    const { topic, entry = '' } = answer;
    const before = entries.get(entry) ?? { entry, topic, answered: 0, deflected: 0 };
    entries.set(entry, { ...before, answered: before.answered + 1, deflected: before.deflected + deflected });
  }
}
