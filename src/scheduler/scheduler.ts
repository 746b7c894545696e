import { schedule, type ScheduledTask } from 'node-cron';
import type { Clock } from '../lib/clock.ts';

export type Job = {
  /** stable: it names the job's leases */
  readonly name: string;
  /** node-cron's five fields, in Asia/Shanghai */
  readonly cron: string;
  readonly run: () => Promise<unknown>;
};

export type SchedulerDeps = {
  readonly jobs: readonly Job[];
  /** true for the one instance that may run this job in this minute */
  readonly take: (key: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly onError: (error: unknown, job: string) => void;
};

const minuteMs = 60_000;

/** Jobs by the clock. node-cron only wakes: which instance runs is decided by a lease on job and minute. */
export function createScheduler({ jobs, take, clock, onError }: SchedulerDeps) {
  let tasks: ScheduledTask[] = [];
  const running = new Set<Promise<void>>();

  async function wake({ name, run }: Job): Promise<void> {
    const minute = Math.floor(clock().getTime() / minuteMs);
    try {
      if (await take(`${name}@${minute}`)) await run();
    } catch (error) {
      onError(error, name);
    }
  }

  function start(): void {
    tasks = jobs.map((job) =>
      schedule(
        job.cron,
        () => {
          const work = wake(job);
          running.add(work);
          void work.finally(() => running.delete(work));
        },
        { timezone: 'Asia/Shanghai', noOverlap: true },
      ),
    );
  }

  /** No job begins any more; resolves when those under way are done. */
  async function stop(): Promise<void> {
    for (const task of tasks) await task.destroy();
    await Promise.all(running);
  }

  return { start, stop };
}
