import type { Connection } from 'mongoose';
import type { Clock } from '../../lib/clock.ts';
import { modelOf, trusted, type CollectionSpec } from '../schema.ts';

/** Where a chain ended when its process last said so. */
export type Head = { readonly chain: string; readonly seq: number; readonly hash: string };
type ChainDocument = Omit<Head, 'chain'> & { readonly _id: string; readonly startedAt: Date; readonly seenAt: Date };

const spec: CollectionSpec = {
  name: 'chains',
  retention: 'audit',
  fields: {
    startedAt: { type: Date, required: true },
    seenAt: { type: Date, required: true },
    seq: { type: Number, required: true },
    hash: String,
  },
  indexes: [{ key: { seenAt: 1 } }],
};

/** The chains of events there are: each process notes now and then that it lives, and how far its own has come. */
export function createChains({ connection, clock }: { connection: Connection; clock: Clock }) {
  const chains = modelOf<ChainDocument>(connection, spec);

  async function note({ chain, seq, hash }: Head): Promise<void> {
    const seenAt = clock();
    const change = { $set: { seq, hash, seenAt }, $setOnInsert: { startedAt: seenAt } };
    await chains.updateOne({ _id: chain }, change, { upsert: true });
  }

  /** Chains whose process has been seen since a moment. */
  async function seenSince(since: Date): Promise<Head[]> {
    const found = await chains.find({ seenAt: trusted({ $gte: since }) }).lean();
    return found.map(toHead);
  }

  /** Every chain that ever was, oldest first: for the audit. */
  async function all(): Promise<Head[]> {
    return (await chains.find({}).sort({ _id: 1 }).lean()).map(toHead);
  }

  return { note, seenSince, all };
}

function toHead({ _id: chain, seq, hash }: ChainDocument): Head {
  return { chain, seq, hash };
}

export type Chains = ReturnType<typeof createChains>;
