import { shanghaiMinutes } from '../lib/shanghai.ts';

/**
 * How often a job runs. Nothing is rarer than an hour: what is done once a day looks hourly whether it was done, so that
 * a crash costs it an hour and not a day. `at` is how many minutes after the hour an hourly one runs.
 */
export type Cadence = { readonly minutes: 1 | 5 | 15 | 60; readonly at?: number };

/** The number of the bucket that is due at a moment: it rises by one with each run that ought to be. */
export function bucketAt({ minutes, at = 0 }: Cadence, now: Date): number {
  return Math.floor((shanghaiMinutes(now) - at) / minutes);
}

/** The cadence in node-cron's five fields. */
export function cronOf({ minutes, at = 0 }: Cadence): string {
  if (minutes === 60) return `${at} * * * *`;
  return minutes === 1 ? '* * * * *' : `*/${minutes} * * * *`;
}
