// China has had one time zone without daylight saving since 1991: +08:00 is exact and needs no tables.
const offsetMs = 8 * 3_600_000;

function shifted(at: Date): string {
  return new Date(at.getTime() + offsetMs).toISOString();
}

/** The day in Asia/Shanghai, `20261122`. */
export function shanghaiDay(at: Date): string {
  return shifted(at).slice(0, 10).replaceAll('-', '');
}

/** The minute in Asia/Shanghai, `2026-11-22 09:05`. */
export function shanghaiMinute(at: Date): string {
  return shifted(at).slice(0, 16).replace('T', ' ');
}

/** The weekday (1 Monday … 7 Sunday) and the minutes since midnight in Asia/Shanghai. */
export function shanghaiWeekMinute(at: Date): { weekday: number; minute: number; date: string } {
  const local = new Date(at.getTime() + offsetMs);
  const weekday = local.getUTCDay() === 0 ? 7 : local.getUTCDay();
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  return { weekday, minute, date: local.toISOString().slice(0, 10) };
}

/** Whole minutes since 1970 began in Asia/Shanghai: a day there begins at a multiple of 1,440. */
export function shanghaiMinutes(at: Date): number {
  return Math.floor((at.getTime() + offsetMs) / 60_000);
}

/** The day in Asia/Shanghai (`2026-11-22`) that a moment is in, and when it began. */
export function shanghaiDayStart(at: Date): { date: string; start: Date } {
  const dayMs = 24 * 3_600_000;
  const start = new Date(Math.floor((at.getTime() + offsetMs) / dayMs) * dayMs - offsetMs);
  return { date: shifted(at).slice(0, 10), start };
}

/** The day in Asia/Shanghai as a customer reads it, `11月22日`. */
export function shanghaiDate(at: Date): string {
  const [, month, day] = shifted(at).slice(0, 10).split('-');
  return `${Number(month)}月${Number(day)}日`;
}
