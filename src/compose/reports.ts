import type { Connection } from 'mongoose';
import type { Config } from '../config.ts';
import { isWorkingDay } from '../knowledge/working-day.ts';
import type { Clock } from '../lib/clock.ts';
import type { Cases } from '../queue/cases-store.ts';
import { createCountedTickets } from '../queue/counted-tickets-store.ts';
import { workingDaysBetween } from '../queue/working-days.ts';
import { countedKinds } from '../reports/count-hour.ts';
import { createFiguresStore } from '../reports/figures-store.ts';
import { createRollUp } from '../reports/roll-up.ts';
import { createTurns } from '../reports/turns-store.ts';
import { createEventReader } from '../store/events/read-events.ts';

type Parts = {
  readonly connection: Connection;
  readonly config: Pick<Config, 'hours'>;
  readonly cases: Pick<Cases, 'filedBetween'>;
  readonly clock: Clock;
};

/** Figures from what is on record, counted by the hour, and the ledger of complaints and reports. */
export function joinReports({ connection, config, cases, clock }: Parts) {
  const figures = createFiguresStore({ connection });
  const turns = createTurns({ connection });
  const events = createEventReader({ connection });
  const { rollUp } = createRollUp({
    ...{ turns, clock, store: figures },
    eventsOf: (from, to) => events.between({ from, to }, countedKinds),
    ticketsOf: createCountedTickets({ connection }),
    firstEventAt: events.firstAt,
  });
  return {
    turns,
    rollUp,
    reports: {
      hoursBetween: figures.between,
      casesBetween: cases.filedBetween,
      workingDays: (from: Date, until: Date) =>
        workingDaysBetween(from, until, (day) => isWorkingDay(config.hours, day)),
    },
  };
}
