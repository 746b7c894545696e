import type { RecordedEvent } from '../domain/event.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { countAnswers, countEvent, type CountedTicket, type EntryCount } from './count-hour.ts';
import type { Figures } from './figures.ts';
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
// Whether an answer was all that was needed is known a day later; clocks and writers may be late.
const finalAfterMs = 25 * hourMs;
const mostAtOnce = 96;

/**
 * Counts the hours that are not final: the last day's again and again, until nothing of them can change, and then never
 * more. What was missed while nothing ran is caught up, some days at a time.
 */
export function createRollUp(deps: RollUpDeps) {
  const { store, turns, eventsOf, ticketsOf, firstEventAt, clock } = deps;

  /** @returns how many hours were counted */
  async function rollUp({ signal }: { readonly signal: AbortSignal }): Promise<number> {
    const now = clock();
    const since = (await store.countedTo()) ?? (await firstEventAt());
    if (!since) return 0;
    let count = 0;
    for (let at = beginningOf(since); at <= now && count < mostAtOnce; at = new Date(at.getTime() + hourMs)) {
      if (signal.aborted) return count;
      await store.put(await countHour(at, now));
      count += 1;
    }
    return count;
  }

  async function countHour(at: Date, now: Date): Promise<HourOfFigures> {
    const end = new Date(at.getTime() + hourMs);
    const rows = new Map<string, Figures>();
    const entries = new Map<string, EntryCount>();
    for await (const events of eventsOf(at, end)) {
      const numbers = [...new Set(events.map(({ ticket }) => ticket as TicketNumber))];
      const tickets = new Map((await ticketsOf(numbers)).map((ticket) => [ticket.number as string, ticket]));
      for (const event of events) {
        const ticket = tickets.get(event.ticket ?? '');
        if (ticket) countEvent(rows, event, ticket);
      }
    }
    for await (const { answers, others } of turns.answersOf(at, end)) countAnswers({ rows, entries }, answers, others);
    const final = now.getTime() - end.getTime() > finalAfterMs;
    return { at, rows: [...rows.values()], entries: [...entries.values()], final };
  }

  return { rollUp };
}

function beginningOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}
