import type { RecordedEvent } from '../domain/event.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { countAnswers, countEvent, type CountedTicket } from './count-hour.ts';
import type { EntryFigures, Figures } from './figures.ts';
import type { FiguresStore, HourOfFigures } from './figures-store.ts';
import type { Turns } from './turns-store.ts';

export type RollUpDeps = {
  readonly store: FiguresStore;
  readonly turns: Pick<Turns, 'answersOf'>;
  /** the counted events of a span of time, in batches */
  readonly eventsOf: (from: Date, to: Date) => AsyncIterable<readonly RecordedEvent[]>;
  readonly ticketsOf: (numbers: readonly TicketNumber[]) => Promise<readonly CountedTicket[]>;
  /** when the first event of all was recorded */
  readonly firstEventAt: () => Promise<Date | undefined>;
  readonly clock: Clock;
};

const hourMs = 3_600_000;
// Clocks and writers may be late.
const settledAfterMs = hourMs;
// Whether an answer was all that was needed is known a day later.
const finalAfterMs = 25 * hourMs;
const mostAtOnce = 96;

/**
 * Counts by the hour: an hour while it runs and a little longer, then once more when it is known what became of the bot's
 * answers, then never again. What was missed while nothing ran is caught up, some days at a time.
 */
export function createRollUp(deps: RollUpDeps) {
  const { store, turns, eventsOf, ticketsOf, firstEventAt, clock } = deps;

  /** @returns how many hours were counted */
  async function rollUp({ signal }: { readonly signal: AbortSignal }): Promise<number> {
    const now = clock();
    const since = (await store.countedTo()) ?? (await firstEventAt());
    if (!since) return 0;
    const from = beginningOf(since);
    const to = new Date(Math.min(now.getTime() + 1, from.getTime() + mostAtOnce * hourMs));
    const known = new Map((await store.between(from, to)).map((hour) => [hour.at.getTime(), hour]));
    let count = 0;
    for (let at = from; at < to && !signal.aborted; at = new Date(at.getTime() + hourMs)) {
      const age = now.getTime() - at.getTime() - hourMs;
      const before = known.get(at.getTime());
      if (before && age > 2 * settledAfterMs && age < finalAfterMs) continue;
      await store.put(await countHour(at, { age, before }));
      count += 1;
    }
    return count;
  }

  /** Tickets are counted near their time: later some of them may be erased, but what was counted stands. */
  async function countHour(
    at: Date,
    { age, before }: { readonly age: number; readonly before: HourOfFigures | undefined },
  ): Promise<HourOfFigures> {
    const end = new Date(at.getTime() + hourMs);
    const rows = before && age > 2 * settledAfterMs ? before.rows : await countTickets(at, end);
    return { at, rows, entries: await countEntries(at, end), final: age >= finalAfterMs };
  }

  async function countTickets(from: Date, to: Date): Promise<Figures[]> {
    const rows = new Map<string, Figures>();
    for await (const events of eventsOf(from, to)) {
      const numbers = [...new Set(events.map(({ ticket }) => ticket as TicketNumber))];
      const tickets = new Map((await ticketsOf(numbers)).map((ticket) => [ticket.number as string, ticket]));
      for (const event of events) {
        const ticket = tickets.get(event.ticket ?? '');
        if (ticket) countEvent(rows, event, ticket);
      }
    }
    return [...rows.values()];
  }

  async function countEntries(from: Date, to: Date): Promise<EntryFigures[]> {
    const entries = new Map<string, EntryFigures>();
    for await (const { answers, others } of turns.answersOf(from, to)) countAnswers(entries, answers, others);
    return [...entries.values()];
  }

  return { rollUp };
}

function beginningOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}
