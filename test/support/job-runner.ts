import { setTimeout as sleep } from 'node:timers/promises';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import { connectStore } from '../../src/store/connect.ts';
import { createJobLeases, type JobLeases } from '../../src/store/job-leases-store.ts';

/** That an instance began a bucket, and what it was told had been finished before. */
export type Begun = {
  readonly instance: string;
  readonly bucket: number;
  readonly done: number | null;
  readonly fence: number;
};

/**
 * An instance with one job a minute, in a process of its own that is killed or stopped from outside. Its clock runs sixty
 * times as fast: a lease of 30 seconds is over after half a second.
 */
const [uri = '', dbName = '', instance = '', from = '0'] = process.argv.slice(2);
const speed = 60;
const clock = () => new Date(Number(from) + (Date.now() - Number(from)) * speed);

const { connection } = await connectStore({ uri, dbName, dataDir: '', onDeath: () => process.exit(1) });
const leases = createJobLeases({ connection, clock });
const begun = connection.collection<Begun>('begun');

const noted: JobLeases = {
  ...leases,
  async take(job, bucket) {
    const lease = await leases.take(job, bucket);
    if (lease) await begun.insertOne({ instance, bucket, done: lease.done ?? null, fence: lease.fence });
    return lease;
  },
};

/** Longer than a moment, so that a fault finds it at work. */
async function work({ signal }: { readonly signal: AbortSignal }): Promise<void> {
  for (let step = 0; step < 5 && !signal.aborted; step++) await sleep(60);
}

const scheduler = createScheduler({
  jobs: [{ name: 'job', every: { minutes: 1 }, run: work }],
  leases: noted,
  clock,
  onError: (error) => process.stderr.write(`${String(error)}\n`),
  renewMs: 10_000 / speed,
});

process.stdout.write('ready\n');
for (;;) {
  await scheduler.wakeAll();
  await sleep(25);
}
