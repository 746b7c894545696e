import { shanghaiWeekMinute } from '../lib/shanghai.ts';

/** When people answer, as in config/hours.yaml: spans are `HH:MM-HH:MM` in Asia/Shanghai, in order, without overlap. */
export type ServiceHours = {
  readonly weekly: Readonly<Record<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun', readonly string[]>>;
  /** days that differ from their weekday; without spans the day is closed */
  readonly holidays: readonly { readonly date: string; readonly spans: readonly string[] }[];
};

type Span = { readonly from: number; readonly to: number };

const minuteMs = 60_000;
const dayMinutes = 1440;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Longer than any holiday: where nobody answers for so long, there are no hours to count in. */
const mostDays = 60;

/** Counts in service hours: what is promised at closing time runs on when people are there again. */
export function createServiceClock({ weekly, holidays }: ServiceHours) {
  const special = new Map(holidays.map(({ date, spans }) => [date, spans.map(toSpan)]));
  const usual = weekdays.map((day) => weekly[day].map(toSpan));

  /** The spans of the day that a moment is in, and the moment that this day began. */
  function dayOf(at: Date): { readonly start: number; readonly spans: readonly Span[] } {
    const { weekday, minute, date } = shanghaiWeekMinute(at);
    const start = Math.floor(at.getTime() / minuteMs) * minuteMs - minute * minuteMs;
    return { start, spans: special.get(date) ?? usual[weekday - 1] ?? [] };
  }

  /**
   * The moment at which so many minutes of service have gone by since another one.
   *
   * @param minutes may be a fraction; 0 or less is the moment itself
   * @returns counted by the wall clock where nobody answers for two months
   */
  function after(at: Date, minutes: number): Date {
    let left = minutes * minuteMs;
    if (left <= 0) return at;
    let day = dayOf(at);
    for (let n = 0; n < mostDays; n++) {
      for (const { from, to } of day.spans) {
        const begin = Math.max(at.getTime(), day.start + from * minuteMs);
        const length = day.start + to * minuteMs - begin;
        if (length >= left) return new Date(begin + left);
        left -= Math.max(0, length);
      }
      day = dayOf(new Date(day.start + dayMinutes * minuteMs));
    }
    return new Date(at.getTime() + minutes * minuteMs);
  }

  return { after };
}

export type ServiceClock = ReturnType<typeof createServiceClock>;

function toSpan(text: string): Span {
  return { from: minuteOf(text.slice(0, 5)), to: minuteOf(text.slice(6)) };
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
