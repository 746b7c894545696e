import { priorities, type Priority } from '../domain/intent.ts';

/**
 * The order of the queue as one sortable text, smallest first: the urgent (fraud) lane, then the higher tier,
 * then priority, then age. One index on it serves the claim, the list and the place.
 */
export function rankOf({ priority, tier, queuedAt }: { priority: Priority; tier: number; queuedAt: Date }): string {
  const lane = priority === 'urgent' ? 0 : 1;
  return `${lane}${9 - tier}${priorities.indexOf(priority)}:${queuedAt.toISOString()}`;
}
