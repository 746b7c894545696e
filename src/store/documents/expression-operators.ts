import type { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { compare } from './compare.ts';
import { badValue, CommandError, notSupported } from './errors.ts';
import { typeName } from './match-operators.ts';
import { type Doc, isDoc } from './values.ts';

type Operator = (doc: Doc, operands: unknown, options: Options) => unknown;
type Evaluate = typeof evalExpr;

function comparing(evaluate: Evaluate, name: string, answer: (difference: number) => unknown): Operator {
  return (doc, operands, options) => {
    const given = Array.isArray(operands) ? operands : [operands];
    if (given.length !== 2) {
      throw new CommandError(16020, `Expression ${name} takes exactly 2 arguments. ${given.length} were passed in.`);
    }
    return answer(compare(evaluate(doc, given[0], options), evaluate(doc, given[1], options)));
  };
}

/** What mingo does in JavaScript's types, or not as MongoDB does. */
export function exact(evaluate: Evaluate): Readonly<Record<`$${string}`, Operator>> {
  return {
    $eq: comparing(evaluate, '$eq', (difference) => difference === 0),
    $ne: comparing(evaluate, '$ne', (difference) => difference !== 0),
    $gt: comparing(evaluate, '$gt', (difference) => difference > 0),
    $gte: comparing(evaluate, '$gte', (difference) => difference >= 0),
    $lt: comparing(evaluate, '$lt', (difference) => difference < 0),
    $lte: comparing(evaluate, '$lte', (difference) => difference <= 0),
    $cmp: comparing(evaluate, '$cmp', (difference) => Math.sign(difference)),
    $switch(doc, operand, options) {
      const { branches, ...rest } = operand as { branches: { case: unknown; then: unknown }[]; default?: unknown };
      const taken = branches.find((branch) => isTrue(evaluate(doc, branch.case, options)));
      if (taken) return evaluate(doc, taken.then, options);
      if ('default' in rest) return evaluate(doc, rest.default, options);
      throw new CommandError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    },
    $toLower: (doc, operand, options) => textOf(evaluate(doc, operand, options)).toLowerCase(),
    $toUpper: (doc, operand, options) => textOf(evaluate(doc, operand, options)).toUpperCase(),
    $size(doc, operand, options) {
      const value = evaluate(
        doc,
        Array.isArray(operand) && operand.length === 1 ? (operand[0] as unknown) : operand,
        options,
      );
      if (Array.isArray(value)) return value.length;
      const type = value === undefined ? 'missing' : typeName(value);
      throw new CommandError(17124, `The argument to $size must be an array, but was of type: ${type}`);
    },
    $dateTrunc(doc, operand, options) {
      if (!isDoc(operand)) throw new CommandError(5439007, '$dateTrunc only supports an object as its argument');
      const given = (field: string): unknown => evaluate(doc, operand[field], options);
      const [date, unit, zone] = [given('date'), given('unit'), given('timezone')];
      if (date === null || date === undefined) return null;
      if (!(date instanceof Date))
        throw new CommandError(5439012, `$dateTrunc requires 'date' to be a date, but got ${typeName(date)}`);
      if (operand.binSize !== undefined && given('binSize') !== 1) throw notSupported('$dateTrunc with a binSize');
      if (operand.startOfWeek !== undefined) throw notSupported('$dateTrunc with startOfWeek');
      return truncated(date, String(unit), typeof zone === 'string' ? zone : 'UTC');
    },
  };
}

/** Nothing is the empty text. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  throw new CommandError(16007, `can't convert from BSON type ${typeName(value)} to String`);
}

function isTrue(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined && value !== 0;
}

const fixedMs: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 };

/** The beginning of the unit that a moment is in, as the clocks of a zone have it; weeks begin on Sunday. */
function truncated(date: Date, unit: string, zone: string): Date {
  const offset = offsetMs(date, zone);
  const local = new Date(date.getTime() + offset);
  const fixed = fixedMs[unit];
  const start = fixed === undefined ? calendarStart(local, unit) : Math.floor(local.getTime() / fixed) * fixed;
  // The offset of the start itself: it may lie before a change of summer time.
  const guess = new Date(start - offset);
  return new Date(start - (fixed === undefined ? offsetMs(guess, zone) : offset));
}

function calendarStart(local: Date, unit: string): number {
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  switch (unit) {
    case 'day':
      return Date.UTC(year, month, day);
    case 'week':
      return Date.UTC(year, month, day - local.getUTCDay());
    case 'month':
      return Date.UTC(year, month);
    case 'quarter':
      return Date.UTC(year, month - (month % 3));
    case 'year':
      return Date.UTC(year, 0);
    default:
      throw new CommandError(9, `unknown time unit value: ${unit}`);
  }
}

function offsetMs(date: Date, zone: string): number {
  if (zone === 'UTC' || zone === 'GMT') return 0;
  const fixed = /^[+-]\d\d(:?\d\d)?$/.test(zone);
  if (fixed)
    return (
      Number(`${zone[0] ?? ''}1`) * 60_000 * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '')))
    );
  const parts = new Map(
    formatOf(zone)
      .formatToParts(date)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const at = (part: Intl.DateTimeFormatPartTypes): number => parts.get(part) ?? 0;
  const local = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
  return local - Math.floor(date.getTime() / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  try {
    const numeric = 'numeric';
    const format = new Intl.DateTimeFormat('en-u-ca-gregory', {
      timeZone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    formats.set(timeZone, format);
    return format;
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(40485, `unrecognized time zone identifier: "${timeZone}"`);
    throw badValue(String(error));
  }
}
