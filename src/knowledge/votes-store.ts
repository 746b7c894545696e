import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';

/** How often customers said that an entry helped, or did not. */
export type Votes = { readonly yes: number; readonly no: number };

type VotesDocument = Votes & { readonly _id: string; readonly last: readonly string[] };

const spec: CollectionSpec = {
  name: 'entry_votes',
  retention: 'technical',
  fields: {
    yes: { type: Number, required: true },
    no: { type: Number, required: true },
    /** marks of the last votes, so that one applied again after a crash counts once; they name nobody */
    last: { type: [String], required: true },
  },
};

/** More than can be on their way at once. */
const remembered = 200;

/** Votes per entry: counts, and nothing of who gave them. */
export function createVotes({ connection }: { connection: Connection }) {
  const votes = modelOf<VotesDocument>(connection, spec);

  /** @param key names the push of the vote: the same one twice counts once. @returns whether it counted */
  async function add(entry: string, helped: boolean, key: string): Promise<boolean> {
    const vote = { yes: helped ? 1 : 0, no: helped ? 0 : 1 };
    const mark = createHash('sha256').update(key).digest('base64url').slice(0, 16);
    if (await count(entry, vote, mark)) return true;
    if (await insertNew<VotesDocument>(votes, { _id: entry, ...vote, last: [mark] })) return true;
    // It is there: it knows the mark, or another first vote was faster.
    return count(entry, vote, mark);
  }

  async function count(entry: string, vote: Votes, mark: string): Promise<boolean> {
    const counted = await votes.updateOne(
      { _id: entry, last: trusted({ $ne: mark }) },
      { $inc: vote, $push: { last: { $each: [mark], $slice: -remembered } } },
    );
    return counted.matchedCount === 1;
  }

  /** By entry. */
  async function all(): Promise<ReadonlyMap<string, Votes>> {
    const found = await votes.find({}).select({ yes: 1, no: 1 }).sort({ _id: 1 }).limit(5_000).lean();
    return new Map(found.map(({ _id, yes, no }) => [_id, { yes, no }]));
  }

  return { add, all };
}

export type VotesStore = ReturnType<typeof createVotes>;
