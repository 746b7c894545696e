import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from './collection.ts';
import { modelOf, trusted, type CollectionSpec } from './schema.ts';

type LeaseDocument = {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
  /** rises with each change of holder */
  readonly fence: number;
};

const spec: CollectionSpec = {
  name: 'leases',
  retention: 'technical',
  fields: {
    holder: { type: String, required: true },
    until: { type: Date, required: true },
    fence: { type: Number, required: true },
  },
};

export type LeaseDeps = {
  readonly connection: Connection;
  /** what is held */
  readonly name: string;
  /** this instance, unlike any other */
  readonly holder: string;
  readonly ttlMs: number;
  readonly clock: Clock;
};

/**
 * One instance at a time does a piece of work that goes on and on. It saves the others the trouble and keeps an order;
 * what is done under it is safe all the same, for a holder that slept may wake after its lease was over.
 */
export function createLease({ connection, name, holder, ttlMs, clock }: LeaseDeps) {
  const leases = modelOf<LeaseDocument>(connection, spec);

  /** Takes the lease, or keeps it for another while. @returns its fence; undefined while another instance has it */
  async function hold(): Promise<number | undefined> {
    const now = clock();
    const until = new Date(now.getTime() + ttlMs);
    const kept = await leases.findOneAndUpdate({ _id: name, holder }, { $set: { until } }).lean();
    if (kept) return kept.fence;
    const taken = await leases
      .findOneAndUpdate(
        { _id: name, until: trusted({ $lte: now }) },
        { $set: { holder, until }, $inc: { fence: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    if (taken) return taken.fence;
    return (await insertNew<LeaseDocument>(leases, { _id: name, holder, until, fence: 1 })) ? 1 : undefined;
  }

  /** Lets go, so that the next instance need not wait. */
  async function release(): Promise<void> {
    await leases.updateOne({ _id: name, holder }, { $set: { until: clock() } });
  }

  return { hold, release };
}

export type Lease = ReturnType<typeof createLease>;
