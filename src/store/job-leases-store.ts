import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from './collection.ts';
import { modelOf, trusted, type CollectionSpec } from './schema.ts';

/** One document a job: the last bucket of time that somebody began, and the last that was finished. */
type LeaseDocument = {
  readonly _id: string;
  readonly bucket: number;
  readonly done?: number;
  readonly owner: string;
  readonly until: Date;
  readonly fence: number;
};

/** The right to run a job for one bucket; whoever holds a later fence has taken it over. */
export type JobLease = {
  readonly job: string;
  readonly bucket: number;
  /** the last bucket that was finished by anybody: what lies between was missed */
  readonly done?: number;
  readonly fence: number;
};

const spec: CollectionSpec = {
  name: 'jobs',
  retention: 'technical',
  fields: { bucket: Number, done: Number, owner: String, until: Date, fence: Number },
};

const leaseMs = 30_000;

/**
 * Leases on jobs. Buckets only rise: each is begun once, whatever the clocks of the instances say, and none begins
 * while the one before is held. A crash leaves the lease to run out; its bucket is not begun again, the next one is
 * told how far the work was finished.
 */
export function createJobLeases({ connection, clock }: { connection: Connection; clock: Clock }) {
  const jobs = modelOf<LeaseDocument>(connection, spec);
  const owner = randomUUID();

  /** @returns undefined where the bucket was begun already, or the one before is still held */
  async function take(job: string, bucket: number): Promise<JobLease | undefined> {
    const now = clock();
    const until = new Date(now.getTime() + leaseMs);
    const taken = await jobs
      .findOneAndUpdate(
        { _id: job, bucket: trusted({ $lt: bucket }), until: trusted({ $lte: now }) },
        { $set: { bucket, owner, until }, $inc: { fence: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    if (taken) return { job, bucket, fence: taken.fence, ...(taken.done !== undefined && { done: taken.done }) };
    if (await jobs.exists({ _id: job })) return undefined;
    const isFirst = await insertNew(jobs, { _id: job, bucket, owner, until, fence: 1 });
    return isFirst ? { job, bucket, fence: 1 } : undefined;
  }

  /** @returns false when the lease is somebody else's by now: the work must stop */
  async function renew({ job, fence }: JobLease): Promise<boolean> {
    const until = new Date(clock().getTime() + leaseMs);
    const renewed = await jobs.updateOne({ _id: job, fence, owner }, { $set: { until } });
    return renewed.matchedCount === 1;
  }

  /** Gives the lease back. @param finished whether the bucket's work is done */
  async function release({ job, fence, bucket }: JobLease, finished: boolean): Promise<void> {
    await jobs.updateOne({ _id: job, fence, owner }, { $set: { until: clock(), ...(finished && { done: bucket }) } });
  }

  return { take, renew, release };
}

export type JobLeases = ReturnType<typeof createJobLeases>;
