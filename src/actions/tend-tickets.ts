import type { Clock } from '../lib/clock.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Lease } from '../store/lease-store.ts';

export type TendDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'healEvents' | 'healSeats' | 'finishedBefore'>;
  readonly doDuties: () => Promise<unknown>;
  readonly returnLost: () => Promise<unknown>;
  readonly assignWaiting: () => Promise<unknown>;
  readonly lease: Lease;
  readonly surveyMs: number;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

const mostAtOnce = 200;
const leftAloneMs = 10_000;
const seatsLeftAloneMs = 60_000;
const actor = { kind: 'system', id: 'queue' } as const;

/**
 * What time does to tickets, done by one instance at a time under a lease: it wakes, warns, takes back, gives out, closes
 * what nobody says any more about, and heals what a crash left. All of it is conditional writes: a second instance
 * that believes it has the lease does no harm.
 */
export function createTendTickets(deps: TendDeps) {
  const { tickets, lease, surveyMs, everyMs, clock, onError } = deps;
  // What a crash left comes first: it may hide what is due.
  const work = [heal, deps.doDuties, deps.returnLost, deps.assignWaiting, closeFinished];
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> | undefined;

  /** One turn; nothing where another instance tends. One piece that fails keeps no other from its turn. */
  async function tend(): Promise<void> {
    if ((await lease.hold()) === undefined) return;
    for (const piece of work) {
      try {
        await piece();
      } catch (error) {
        onError(error);
      }
    }
  }

  async function closeFinished(): Promise<void> {
    const now = clock();
    for (const { number } of await tickets.finishedBefore(new Date(now.getTime() - surveyMs), mostAtOnce)) {
      await tickets.change(number, { transition: 'close', actor, set: { closedAt: now } });
    }
  }

  async function heal(): Promise<void> {
    const now = clock().getTime();
    await tickets.healEvents(new Date(now - leftAloneMs));
    await tickets.healSeats(new Date(now - seatsLeftAloneMs));
  }

  function start(): void {
    timer = setInterval(() => {
      turn ??= tend()
        .catch(onError)
        .finally(() => {
          turn = undefined;
        });
    }, everyMs);
    timer.unref();
  }

  /** Resolves when the turn under way is over; another instance may take the work up at once. */
  async function stop(): Promise<void> {
    clearInterval(timer);
    await turn;
    await lease.release();
  }

  return { tend, start, stop };
}
