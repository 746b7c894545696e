import type { Clock } from '../lib/clock.ts';
import type { Ranked } from './rank.ts';

export type PlaceDeps = {
  /** how many are before, counted on the claim's own index */
  readonly ahead: (ticket: Ranked) => Promise<number>;
  /** how many were claimed since a moment, and within how long */
  readonly claimedSince: (since: Date, now: Date) => Promise<{ count: number; withinMs: number }>;
  readonly clock: Clock;
};

const hourMs = 3_600_000;
// The rate changes slowly; counting an hour for every customer who asks would not.
const rateKeptMs = 30_000;

/** Where in the queue, and how long it takes at the last hour's rate; no wait is told where nothing was claimed. */
export function createPlace({ ahead, claimedSince, clock }: PlaceDeps) {
  let rate: { readonly perHour: number; readonly at: number } | undefined;

  async function perHour(): Promise<number> {
    const now = clock();
    if (rate && now.getTime() - rate.at < rateKeptMs) return rate.perHour;
    const { count, withinMs } = await claimedSince(new Date(now.getTime() - hourMs), now);
    rate = { perHour: (count * hourMs) / Math.max(1, withinMs), at: now.getTime() };
    return rate.perHour;
  }

  return async (ticket: Ranked): Promise<{ ahead: number; waitMinutes?: number }> => {
    const [before, hourly] = await Promise.all([ahead(ticket), perHour()]);
    if (hourly === 0) return { ahead: before };
    return { ahead: before, waitMinutes: Math.ceil(((before + 1) * 60) / hourly) };
  };
}
