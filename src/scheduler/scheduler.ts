import { schedule, type ScheduledTask } from 'node-cron';
import type { Clock } from '../lib/clock.ts';
import type { JobLease, JobLeases } from '../store/job-leases-store.ts';
import { bucketAt, cronOf, type Cadence } from './cadence.ts';

/** What a run may know: it covers everything since the last bucket that was finished, by whichever instance. */
export type Run = {
  /** buckets that were missed and are caught up by this run */
  readonly missed: number;
  /** aborted when the lease is lost or the product stops: whoever sees it begins nothing more */
  readonly signal: AbortSignal;
};

export type Job = {
  /** stable: it names the job's lease */
  readonly name: string;
  readonly every: Cadence;
  readonly run: (run: Run) => Promise<unknown>;
};

export type SchedulerDeps = {
  readonly jobs: readonly Job[];
  readonly leases: JobLeases;
  readonly clock: Clock;
  readonly onError: (error: unknown, job: string) => void;
  readonly renewMs?: number;
};

/** Jobs by the clock. node-cron only wakes: which instance runs is decided by a lease on job and bucket of time. */
export function createScheduler({ jobs, leases, clock, onError, renewMs = 10_000 }: SchedulerDeps) {
  let tasks: ScheduledTask[] = [];
  const running = new Set<Promise<void>>();
  const stopped = new AbortController();

  async function wake(job: Job): Promise<void> {
    try {
      const lease = await leases.take(job.name, bucketAt(job.every, clock()));
      if (lease) await runUnder(lease, job);
    } catch (error) {
      onError(error, job.name);
    }
  }

  async function runUnder(lease: JobLease, job: Job): Promise<void> {
    const lost = new AbortController();
    const renewal = setInterval(() => {
      leases.renew(lease).then(
        (held) => held || lost.abort(),
        (error: unknown) => onError(error, job.name),
      );
    }, renewMs);
    let finished = false;
    try {
      const missed = lease.done === undefined ? 0 : lease.bucket - lease.done - 1;
      const signal = AbortSignal.any([lost.signal, stopped.signal]);
      await job.run({ missed, signal });
      finished = !signal.aborted;
    } finally {
      clearInterval(renewal);
      await leases.release(lease, finished);
    }
  }

  function begin(job: Job): void {
    if (stopped.signal.aborted) return;
    const work = wake(job);
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  /** Runs what is due and was not begun yet, once for however many buckets were missed. */
  async function wakeAll(): Promise<void> {
    await Promise.all(jobs.map(wake));
  }

  function start(): void {
    for (const job of jobs) begin(job);
    tasks = jobs.map((job) =>
      schedule(cronOf(job.every), () => begin(job), { timezone: 'Asia/Shanghai', noOverlap: true }),
    );
  }

  /** No job begins any more; resolves when those under way have come to a stop. */
  async function stop(): Promise<void> {
    stopped.abort();
    for (const task of tasks) await task.destroy();
    await Promise.all(running);
  }

  return { start, stop, wakeAll };
}
