import { BSON } from 'bson';
import { CommandError } from './errors.ts';
import { toNumber } from './values.ts';

const { Decimal128, Double, Long } = BSON;

/** int32, int64, double, decimal: a result has the wider type of its two operands. */
type Width = 0 | 1 | 2 | 3;

function widthOf(value: unknown): Width {
  if (value instanceof Decimal128) return 3;
  if (value instanceof Double) return 2;
  if (value instanceof Long) return 1;
  const near = toNumber(value);
  return Number.isInteger(near) && Math.abs(near) <= 0x80000000 ? 0 : 2;
}

/**
 * Sum or product in BSON's types: int32 grows into int64, int64 that overflows is an error.
 *
 * @throws CommandError BadValue on overflow of 64 bits
 */
export function reckon(operation: '+' | '*', a: unknown, b: unknown): unknown {
  const width = Math.max(widthOf(a), widthOf(b));
  if (width === 3) return decimal(operation, a, b);
  if (width === 2) return asDouble(operation === '+' ? toNumber(a) + toNumber(b) : toNumber(a) * toNumber(b));
  const [x, y] = [toBigInt(a), toBigInt(b)];
  const result = operation === '+' ? x + y : x * y;
  if (width === 0 && result >= -0x80000000n && result <= 0x7fffffffn) return Number(result);
  if (BigInt.asIntN(64, result) !== result) {
    throw new CommandError(2, `Failed to apply ${operation === '+' ? '$inc' : '$mul'} operations to current value`);
  }
  return Long.fromBigInt(result);
}

function toBigInt(value: unknown): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(toNumber(value));
}

function asDouble(value: number): unknown {
  return Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= 0x80000000 ? new Double(value) : value;
}

function decimal(operation: '+' | '*', a: unknown, b: unknown): unknown {
  const [x, y] = [digitsOf(a), digitsOf(b)];
  if (!x || !y)
    return Decimal128.fromString(String(operation === '+' ? toNumber(a) + toNumber(b) : toNumber(a) * toNumber(b)));
  if (operation === '*') return fromDigits(x.digits * y.digits, x.exponent + y.exponent);
  const exponent = Math.min(x.exponent, y.exponent);
  const scaled = [x, y].map((part) => part.digits * 10n ** BigInt(part.exponent - exponent));
  return fromDigits((scaled[0] ?? 0n) + (scaled[1] ?? 0n), exponent);
}

function fromDigits(digits: bigint, exponent: number): unknown {
  return Decimal128.fromStringWithRounding(`${digits}E${exponent}`);
}

/** A finite number as digits × 10^exponent; undefined for infinities, NaN and what is too far from one to write out. */
export function digitsOf(value: unknown): { digits: bigint; exponent: number } | undefined {
  if (value instanceof Long) return { digits: value.toBigInt(), exponent: 0 };
  const text = value instanceof Decimal128 ? value.toString() : String(toNumber(value));
  const parts = /^(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) return undefined;
  const fraction = parts[2] ?? '';
  const exponent = Number(parts[3] ?? 0) - fraction.length;
  return Math.abs(exponent) > 400 ? undefined : { digits: BigInt(`${parts[1] ?? ''}${fraction}`), exponent };
}
