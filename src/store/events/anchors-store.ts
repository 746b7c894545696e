import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Clock } from '../../lib/clock.ts';
import { shanghaiDayStart } from '../../lib/shanghai.ts';
import { insertNew } from '../collection.ts';
import { modelOf, trusted, type CollectionSpec } from '../schema.ts';
import type { EventDocument } from './chain.ts';
import { createChains, type Head } from './chains-store.ts';
import { eventsSpec } from './events.ts';

/** How far each chain that lived had come on a day, chained to the anchor before: kept elsewhere, it pins them all. */
export type Anchor = {
  /** in Asia/Shanghai, `2026-11-22` */
  readonly day: string;
  readonly at: Date;
  readonly heads: readonly Head[];
  /** the hash of the anchor before, '' for the first */
  readonly prev: string;
  readonly hash: string;
};

type AnchorDocument = Omit<Anchor, 'day'> & { readonly _id: string };

const spec: CollectionSpec = {
  name: 'anchors',
  retention: 'audit',
  fields: {
    at: { type: Date, required: true },
    heads: [{ _id: false, chain: String, seq: Number, hash: String }],
    prev: String,
    hash: { type: String, required: true },
  },
};

/** SHA-256, hex, over an anchor's facts in a fixed order. */
export function anchorHash({ day, at, heads, prev }: Omit<Anchor, 'hash'>): string {
  const facts = [prev, day, at.getTime(), heads.map(({ chain, seq, hash }) => [chain, seq, hash])];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

export function createAnchors({ connection, clock }: { connection: Connection; clock: Clock }) {
  const anchors = modelOf<AnchorDocument>(connection, spec);
  const events = modelOf<EventDocument>(connection, eventsSpec);
  const chains = createChains({ connection, clock });

  /** Writes the day's anchor, where it is not written yet. @returns it, the first time only */
  async function anchorToday(): Promise<Anchor | undefined> {
    const at = clock();
    const day = shanghaiDayStart(at).date;
    const [last] = await anchors.find({}).sort({ _id: -1 }).limit(1).lean();
    if (last && last._id >= day) return undefined;
    const heads = await headsSince(last?.at ?? new Date(0));
    if (heads.length === 0) return undefined;
    const facts = { day, at, heads, prev: last?.hash ?? '' };
    const anchor = { ...facts, hash: anchorHash(facts) };
    const { day: _day, ...rest } = anchor;
    return (await insertNew(anchors, { _id: day, ...rest })) ? anchor : undefined;
  }

  /** The last event of each chain that has lived since the anchor before. */
  async function headsSince(since: Date): Promise<Head[]> {
    const lived = await chains.seenSince(since);
    const heads: Head[] = [];
    for (const { chain } of lived) {
      const last = await events
        .findOne({ chain, seq: trusted({ $gt: 0 }) })
        .sort({ seq: -1 })
        .lean();
      if (last) heads.push({ chain, seq: last.seq, hash: last.hash });
    }
    return heads.sort((a, b) => (a.chain < b.chain ? -1 : 1));
  }

  /** Every anchor, oldest first. */
  async function all(): Promise<Anchor[]> {
    const found = await anchors.find({}).sort({ _id: 1 }).lean();
    return found.map(({ _id: day, ...rest }) => ({ day, ...rest }));
  }

  return { anchorToday, all };
}
