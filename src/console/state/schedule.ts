const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Asia/Shanghai is eight hours ahead of UTC all year. */
const aheadMs = 8 * hourMs;

/** Nine in the morning, Shanghai's, so many days from today there. */
function nineOn(now: number, days: number): Date {
  const midnight = Math.floor((now + aheadMs) / dayMs) * dayMs - aheadMs;
  return new Date(midnight + days * dayMs + 9 * hourMs);
}

function daysToMonday(now: number): number {
  const weekday = new Date(now + aheadMs).getUTCDay();
  return (8 - weekday) % 7 || 7;
}

export const pauses = ['hour', 'hours', 'tomorrow', 'monday'] as const;
export type Pause = (typeof pauses)[number];

/** When a ticket that is put off comes back. */
export function endOf(pause: Pause, now: number): Date {
  switch (pause) {
    case 'hour':
      return new Date(now + hourMs);
    case 'hours':
      return new Date(now + 3 * hourMs);
    case 'tomorrow':
      return nineOn(now, 1);
    case 'monday':
      return nineOn(now, daysToMonday(now));
  }
}

/** A moment as an `<input type=datetime-local>` has it, on Shanghai's clock. */
export function localInput(at: Date): string {
  return new Date(at.getTime() + aheadMs).toISOString().slice(0, 16);
}
