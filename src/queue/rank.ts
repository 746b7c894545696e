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

/** Where somebody who takes tiers up to this one finds his tickets, in the order of claiming. */
export function stretchesUpTo(tier: number): readonly Stretch[] {
  if (tier >= 3) return [{ from: '0', before: '2' }];
  return ['0', '1'].map((lane) => ({ from: `${lane}${highestTier - tier}`, before: String(Number(lane) + 1) }));
}
