import { trusted } from '../store/schema.ts';
import type { ReadRanks } from './read-ahead.ts';
import type { TicketModel } from './tickets-model-store.ts';

/** Reads the ranks of what waits, in the order of claiming: of one topic, or of all. */
export function readRanks(model: TicketModel, of: { readonly topic?: string }): ReadRanks {
  return async ({ after, before }, most) => {
    const found = await model
      .find({ ...of, state: 'queued', rank: trusted({ $gt: after, $lt: before }) }, { _id: 0, rank: 1 })
      .sort({ rank: 1 })
      .limit(most)
      .lean();
    return found.map(({ rank }) => rank);
  };
}
