import { priorities, type Priority } from '../domain/intent.ts';

export type Ranked = {
  readonly priority: Priority;
  readonly lifeAtRisk?: true | undefined;
  readonly tier: number;
  readonly queuedAt: Date;
  /** tells apart those of one moment; without it the rank is before all of its moment */
  readonly number?: string;
};

const highestTier = 3;
const lastPlace = 9;

/**
 * The order of the queue as one sortable text, smallest first: a life at risk, the urgent (fraud) lane, then the higher
 * tier, then priority, then age. One index on it serves the claim, the list and the place.
 */
export function rankOf({ priority, lifeAtRisk, tier, queuedAt, number = '' }: Ranked): string {
  const lane = priority === 'urgent' || lifeAtRisk ? 0 : 1;
  // Both stand in the urgent lane, a life in the places before money's: 0 to 2, and 6 to 8.
  const place = (lifeAtRisk ? highestTier : lastPlace) - tier;
  return `${lane}${place}${priorities.indexOf(priority)}:${queuedAt.toISOString()}:${number}`;
}

/** A stretch of the queue: ranks from `from` on that are before `before`. */
export type Stretch = { readonly from: string; readonly before: string };

export const wholeQueue: Stretch = { from: '0', before: '2' };

/** Where somebody who takes tiers up to this one finds his tickets, in the order of claiming. */
export function stretchesUpTo(tier: number): readonly Stretch[] {
  if (tier >= highestTier) return [wholeQueue];
  return ['0', '1'].map((lane) => ({ from: `${lane}${lastPlace - tier}`, before: String(Number(lane) + 1) }));
}

/** Where he finds those whose life is at risk; undefined where his stretch has them. */
export function livesUpTo(tier: number): Stretch | undefined {
  return tier >= highestTier ? undefined : { from: `0${highestTier - tier}`, before: `0${highestTier}` };
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
