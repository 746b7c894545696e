import { priorities, type Priority } from '../domain/intent.ts';

export type Ranked = {
  readonly priority: Priority;
  readonly tier: number;
  readonly queuedAt: Date;
  /** tells apart those of one moment; without it the rank is before all of its moment */
  readonly number?: string;
};

const highestTier = 9;

/**
 * The order of the queue as one sortable text, smallest first: the urgent (fraud) lane, then the higher tier,
 * then priority, then age. One index on it serves the claim, the list and the place.
 */
export function rankOf({ priority, tier, queuedAt, number = '' }: Ranked): string {
  const lane = priority === 'urgent' ? 0 : 1;
  return `${lane}${highestTier - tier}${priorities.indexOf(priority)}:${queuedAt.toISOString()}:${number}`;
}

/** A stretch of the queue: ranks from `from` on that are before `before`. */
export type Stretch = { readonly from: string; readonly before: string };

export const wholeQueue: Stretch = { from: '0', before: '2' };

/** Where somebody who takes tiers up to this one finds his tickets, in the order of claiming. */
export function stretchesUpTo(tier: number): readonly Stretch[] {
  if (tier >= 3) return [wholeQueue];
  return ['0', '1'].map((lane) => ({ from: `${lane}${highestTier - tier}`, before: String(Number(lane) + 1) }));
}

/** Where the lane, the tier and the priority end in a rank, and the time. */
const timeFrom = 4;
const timeTo = timeFrom + '2026-11-23T00:00:00.000Z'.length;

const timeIn = (rank: string): number => Date.parse(rank.slice(timeFrom, timeTo));

/** The first rank of what was queued so much later, in the same lane and with the same tier and priority. */
export function laterRank(rank: string, ms: number): string {
  return `${rank.slice(0, timeFrom)}${new Date(timeIn(rank) + ms).toISOString()}`;
}

/** How long after one another two were queued, in milliseconds; one at least. A minute where they are of different lanes. */
export function spanBetween(first: string, last: string): number {
  if (first.slice(0, timeFrom) !== last.slice(0, timeFrom)) return 60_000;
  return Math.max(1, timeIn(last) - timeIn(first));
}
