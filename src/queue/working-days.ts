import { shanghaiDayStart } from '../lib/shanghai.ts';

/** Whether a day in Asia/Shanghai (`2026-11-22`) is a working day. */
export type IsWorkingDay = (date: string) => boolean;

const dayMs = 24 * 3_600_000;
// A calendar without working days is a mistake in it, not a reason to look for ever.
const mostDays = 1000;

/** The working days after the day of `from`, as the moments at which they begin. */
function* workingDaysAfter(from: Date, isWorkingDay: IsWorkingDay): Generator<Date> {
  let { start } = shanghaiDayStart(from);
  for (let looked = 0; looked < mostDays; looked++) {
    start = new Date(start.getTime() + dayMs);
    if (isWorkingDay(shanghaiDayStart(start).date)) yield start;
  }
  throw new Error(`The calendar has no working days after ${from.toISOString()}`);
}

/**
 * The last moment of a term of working days: the end of the nth one after the day on which it began, for that day
 * itself does not count.
 */
export function endOfWorkingDays(from: Date, count: number, isWorkingDay: IsWorkingDay): Date {
  let left = count;
  for (const start of workingDaysAfter(from, isWorkingDay)) {
    left -= 1;
    if (left === 0) return new Date(start.getTime() + dayMs);
  }
  throw new Error('A term has at least one working day');
}

/** The moment at which a share (0 to 1) of a term is over: nights count, days off don't. */
export function shareOfWorkingDays(
  from: Date,
  { count, share }: { readonly count: number; readonly share: number },
  isWorkingDay: IsWorkingDay,
): Date {
  let leftMs = count * dayMs * share;
  for (const start of workingDaysAfter(from, isWorkingDay)) {
    if (leftMs <= dayMs) return new Date(start.getTime() + leftMs);
    leftMs -= dayMs;
  }
  throw new Error('A term has at least one working day');
}

/** How many working days a matter took: 0 when it was done on the day it came in. */
export function workingDaysBetween(from: Date, until: Date, isWorkingDay: IsWorkingDay): number {
  let count = 0;
  for (const start of workingDaysAfter(from, isWorkingDay)) {
    if (start > until) return count;
    count += 1;
  }
  return count;
}
