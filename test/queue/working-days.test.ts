import { describe, expect, it } from '@jest/globals';
import { isWorkingDay } from '../../src/knowledge/working-day.ts';
import { endOfWorkingDays, shareOfWorkingDays, workingDaysBetween } from '../../src/queue/working-days.ts';

const holidays = [
  { date: '2027-01-01', name: '元旦', spans: ['10:00-18:00'] },
  { date: '2027-02-08', name: '春节', spans: [] },
  { date: '2027-02-20', name: '调休', spans: ['09:00-21:00'], working: true },
];
const working = (date: string) => isWorkingDay({ holidays }, date);
const at = (text: string) => new Date(`${text}+08:00`);

describe('a term of working days', () => {
  it.each([
    // A Friday evening: the first working day is Monday.
    ['2026-11-20T23:59:59', 1, '2026-11-24T00:00:00'],
    ['2026-11-22T12:00:00', 1, '2026-11-24T00:00:00'],
    ['2026-11-23T00:00:00', 1, '2026-11-25T00:00:00'],
    ['2026-11-23T09:00:00', 5, '2026-12-01T00:00:00'],
    // New Year's Day is none, though people answer.
    ['2026-12-31T09:00:00', 1, '2027-01-05T00:00:00'],
    // Saturday the 20th is worked instead.
    ['2027-02-19T09:00:00', 1, '2027-02-21T00:00:00'],
  ])('from %s, of %i: until %s', (from, count, until) => {
    expect(endOfWorkingDays(at(from), count, working)).toEqual(at(until));
  });

  it('is used to 70 % without counting days off', () => {
    expect(shareOfWorkingDays(at('2026-11-20T10:00:00'), { count: 5, share: 0.7 }, working)).toEqual(
      at('2026-11-26T12:00:00'),
    );
  });

  it('took no working day when it was done on the day it began, or over the weekend', () => {
    expect(workingDaysBetween(at('2026-11-20T09:00:00'), at('2026-11-22T20:00:00'), working)).toBe(0);
    expect(workingDaysBetween(at('2026-11-20T09:00:00'), at('2026-11-24T08:00:00'), working)).toBe(2);
  });

  it('of a calendar without working days is refused, not looked for for ever', () => {
    expect(() => endOfWorkingDays(at('2026-11-20T09:00:00'), 1, () => false)).toThrow(/no working days/);
  });
});
