import type { Priority } from '../domain/intent.ts';
import type { Clock } from '../lib/clock.ts';

type Waiting = { readonly priority: Priority; readonly tier: number; readonly queuedAt: Date };

export type PlaceDeps = {
  /** how many are before, counted on the claim's own index */
  readonly ahead: (ticket: Waiting) => Promise<number>;
  /** how many were claimed since a moment */
  readonly claimedSince: (since: Date) => Promise<number>;
  readonly clock: Clock;
};

const hourMs = 3_600_000;
// The rate changes slowly; counting an hour for every customer who asks would not.
const rateKeptMs = 30_000;

/** Where in the queue, and how long it takes at the last hour's rate; no wait is told where nothing was claimed. */
export function createPlace({ ahead, claimedSince, clock }: PlaceDeps) {
  let rate: { readonly perHour: number; readonly at: number } | undefined;

  async function perHour(): Promise<number> {
    const now = clock().getTime();
    if (rate && now - rate.at < rateKeptMs) return rate.perHour;
    rate = { perHour: await claimedSince(new Date(now - hourMs)), at: now };
    return rate.perHour;
  }

  return async (ticket: Waiting): Promise<{ ahead: number; waitMinutes?: number }> => {
    const [before, hourly] = await Promise.all([ahead(ticket), perHour()]);
    if (hourly === 0) return { ahead: before };
    return { ahead: before, waitMinutes: Math.ceil(((before + 1) * 60) / hourly) };
  };
}
