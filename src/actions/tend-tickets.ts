import type { Clock } from '../lib/clock.ts';
import type { Tickets } from '../queue/tickets-store.ts';

export type TendDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'healEvents' | 'snoozedUntil' | 'finishedBefore'>;
  readonly surveyMs: number;
  readonly clock: Clock;
};

const mostAtOnce = 200;
const leftAloneMs = 10_000;
const actor = { kind: 'system', id: 'tend-tickets' } as const;

/** What time does to tickets: snoozed ones wake, finished ones close when nobody says whether it helped. */
export function createTendTickets({ tickets, surveyMs, clock }: TendDeps) {
  return async (): Promise<void> => {
    const now = clock();
    for (const { number } of await tickets.snoozedUntil(now, mostAtOnce)) {
      await tickets.change(number, { transition: 'wake', actor, unset: ['snoozedUntil'] });
    }
    for (const { number } of await tickets.finishedBefore(new Date(now.getTime() - surveyMs), mostAtOnce)) {
      await tickets.change(number, { transition: 'close', actor, set: { closedAt: now } });
    }
    await tickets.healEvents(new Date(now.getTime() - leftAloneMs));
  };
}
