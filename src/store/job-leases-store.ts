import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { collectionOf, insertNew } from './collection.ts';
import type { CollectionSpec } from './schema.ts';

type LeaseDocument = { readonly _id: string; readonly at: Date };

const keptSeconds = 24 * 3600;

const spec: CollectionSpec = {
  name: 'job_leases',
  retention: 'technical',
  fields: { at: Date },
  indexes: [{ key: { at: 1 }, expireAfterSeconds: keptSeconds }],
};

/** Who inserts a job's key for a minute runs it; every other instance finds it taken. */
export function createJobLeases({ connection, clock }: { connection: Connection; clock: Clock }) {
  const collection = collectionOf<LeaseDocument>(connection, spec);

  async function take(key: string): Promise<boolean> {
    return insertNew(collection, { _id: key, at: clock() });
  }

  return { take };
}
