import { shanghaiWeekMinute } from '../lib/shanghai.ts';
import { weekdays, type Hours } from './hours.ts';

/** Whether people answer at this moment: the holiday's own spans where the day has some, else the weekday's. */
export function openAt({ weekly, holidays }: Pick<Hours, 'weekly' | 'holidays'>, at: Date): boolean {
  const { weekday, minute, date } = shanghaiWeekMinute(at);
  const day = weekdays[weekday - 1];
  const spans = holidays.find((holiday) => holiday.date === date)?.spans ?? (day ? weekly[day] : []);
  return spans.some((span) => minutes(span.slice(0, 5)) <= minute && minute < minutes(span.slice(6)));
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
