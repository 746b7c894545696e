import { z } from 'zod';
import type { Fault } from '../lib/fault.ts';
import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { readYaml } from './read-yaml.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** `09:00-12:30`, the first minute inside, the last one outside; `24:00` is the day's end. */
const Span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a span is HH:MM-HH:MM')
  .refine((span) => span.slice(0, 5) < span.slice(6), 'a span ends after it begins; past midnight is two spans');

const Spans = z
  .array(Span)
  .refine((spans) => spans.every((span, i) => i === 0 || (spans[i - 1] ?? '').slice(6) <= span.slice(0, 5)), {
    error: 'spans of a day stand in order and do not overlap',
  });

const HoursFile = z.strictObject({
  sample: z.boolean().default(false),
  timezone: z.literal('Asia/Shanghai'),
  weekly: z.strictObject({ mon: Spans, tue: Spans, wed: Spans, thu: Spans, fri: Spans, sat: Spans, sun: Spans }),
  /** days that differ from their weekday: no spans means closed */
  holidays: z
    .array(
      z.strictObject({
        date: z.iso.date(),
        name: z.string().trim().min(1),
        spans: Spans.default([]),
        /** 调休: a day that counts as a working day although its weekday, or its being a holiday, says otherwise */
        working: z.boolean().optional(),
      }),
    )
    .default([]),
});

/** When people answer. Spans are `HH:MM-HH:MM` in Asia/Shanghai. */
export type Hours = z.infer<typeof HoursFile>;

/** The service hours, from the text of config/hours.yaml. */
export function parseHours(text: string, file = 'hours.yaml'): Result<Hours, Fault[]> {
  const read = readYaml(file, text, HoursFile);
  return read.ok ? ok(read.value) : read;
}

const dayNames: Readonly<Record<Weekday, string>> = {
  mon: '周一',
  tue: '周二',
  wed: '周三',
  thu: '周四',
  fri: '周五',
  sat: '周六',
  sun: '周日',
};

/** The week as a customer reads it: `周一至周五 09:00–21:00；周六至周日 10:00–18:00`. */
export function describeHours({ weekly }: Pick<Hours, 'weekly'>): string {
  const runs: { first: Weekday; last: Weekday; spans: string }[] = [];
  for (const day of weekdays) {
    const spans = weekly[day].map((span) => span.replace('-', '–')).join('、');
    const run = runs.at(-1);
    if (run?.spans === spans) run.last = day;
    else runs.push({ first: day, last: day, spans });
  }
  return runs
    .filter(({ spans }) => spans !== '')
    .map(
      ({ first, last, spans }) =>
        `${first === last ? dayNames[first] : `${dayNames[first]}至${dayNames[last]}`} ${spans}`,
    )
    .join('；');
}
