import { describe, expect, it } from '@jest/globals';
import { createServiceClock, type ServiceHours } from '../../src/queue/service-clock.ts';
import { shanghaiMinute } from '../../src/lib/shanghai.ts';

const weekday = ['09:00-12:00', '13:00-18:00'];
const hours: ServiceHours = {
  weekly: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday, sat: ['10:00-24:00'], sun: [] },
  holidays: [
    { date: '2026-11-25', spans: [] },
    { date: '2026-11-29', spans: ['10:00-11:00'] },
  ],
};
const { after } = createServiceClock(hours);
const at = (local: string) => new Date(`${local.replace(' ', 'T')}:00+08:00`);

describe('minutes of service', () => {
  it.each([
    ['within a span', '2026-11-23 09:30', 60, '2026-11-23 10:30'],
    ['to the very end of a span', '2026-11-23 11:00', 60, '2026-11-23 12:00'],
    ['over the lunch break', '2026-11-23 11:30', 60, '2026-11-23 13:30'],
    ['from within the break', '2026-11-23 12:20', 10, '2026-11-23 13:10'],
    ['from before opening', '2026-11-23 03:00', 10, '2026-11-23 09:10'],
    ['over night', '2026-11-23 17:50', 20, '2026-11-24 09:10'],
    ['from the moment of closing', '2026-11-23 18:00', 1, '2026-11-24 09:01'],
    ['over a holiday', '2026-11-24 17:50', 20, '2026-11-26 09:10'],
    ['on a holiday', '2026-11-25 10:00', 1, '2026-11-26 09:01'],
    ['to midnight', '2026-11-28 23:00', 60, '2026-11-29 00:00'],
    ['over the weekend with its special Sunday', '2026-11-28 23:50', 20, '2026-11-29 10:10'],
    ['over many days', '2026-11-23 09:00', 8 * 60 + 8 * 60 + 1, '2026-11-26 09:01'],
    ['of none', '2026-11-23 12:20', 0, '2026-11-23 12:20'],
    ['of a part of one', '2026-11-23 11:59', 1.5, '2026-11-23 13:00'],
  ])('count %s', (...[, from, minutes, until]) => {
    expect(shanghaiMinute(after(at(from), minutes))).toBe(until);
  });

  it('are minutes of the clock where nobody ever answers', () => {
    const never = createServiceClock({
      weekly: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
      holidays: [],
    });

    expect(never.after(at('2026-11-23 09:00'), 30)).toEqual(at('2026-11-23 09:30'));
  });
});
