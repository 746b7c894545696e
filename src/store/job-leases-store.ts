import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from './collection.ts';
import { modelOf, type CollectionSpec } from './schema.ts';

type LeaseDocument = { readonly _id: string; readonly at: Date };

const keptSeconds = 24 * 3600;

const spec: CollectionSpec = {
  name: 'job_leases',
  retention: 'technical',
  fields: { at: { type: Date, required: true } },
  indexes: [{ key: { at: 1 }, expireAfterSeconds: keptSeconds }],
};

/** Who inserts a job's key for a minute runs it; every other instance finds it taken. */
export function createJobLeases({ connection, clock }: { connection: Connection; clock: Clock }) {
  const leases = modelOf<LeaseDocument>(connection, spec);

  async function take(key: string): Promise<boolean> {
    return insertNew<LeaseDocument>(leases, { _id: key, at: clock() });
  }

  return { take };
}
