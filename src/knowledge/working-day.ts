import type { Hours } from './hours.ts';

/** Whether a day (`2026-11-22`) counts in working days: Monday to Friday but holidays, and the days worked instead. */
export function isWorkingDay({ holidays }: Pick<Hours, 'holidays'>, date: string): boolean {
  const special = holidays.find((holiday) => holiday.date === date);
  if (special) return special.working === true;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
