import { BSON } from 'bson';
import { digitsOf } from './arithmetic.ts';
import { type Doc, order, orderOf, toNumber } from './values.ts';

const { Binary, BSONRegExp, BSONSymbol, Code } = BSON;

/** Order of two texts of one field; without one, MongoDB's simple order by bytes. */
export type Collator = (a: string, b: string) => number;

/**
 * MongoDB's order over all values: by type first, then within the type.
 *
 * @see MongoDB manual, "Comparison/Sort Order"
 */
export function compare(a: unknown, b: unknown, collator?: Collator): number {
  if (typeof a === 'string' && typeof b === 'string') return (collator ?? compareText)(a, b);
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b);
  const kind = orderOf(a);
  const difference = kind - orderOf(b);
  return difference === 0 ? (within[kind]?.(a, b, collator) ?? 0) : difference;
}

export function equal(a: unknown, b: unknown, collator?: Collator): boolean {
  return compare(a, b, collator) === 0;
}

/** Order of the UTF-8 bytes: JavaScript compares UTF-16 units, which sorts emoji before some Chinese characters. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return inCodePointOrder(x) - inCodePointOrder(y);
  }
  return a.length - b.length;
}

function inCodePointOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** NaN is one value, below every other number. */
function compareDoubles(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(!Number.isNaN(a)) - Number(!Number.isNaN(b));
}

function compareNumbers(a: unknown, b: unknown): number {
  const near = compareDoubles(toNumber(a), toNumber(b));
  if (near !== 0) return near;
  const x = digitsOf(a);
  const y = digitsOf(b);
  if (x === undefined || y === undefined) return 0;
  const scale = Math.min(x.exponent, y.exponent);
  const difference = x.digits * 10n ** BigInt(x.exponent - scale) - y.digits * 10n ** BigInt(y.exponent - scale);
  return difference < 0n ? -1 : Number(difference > 0n);
}

function compareDocs(a: Doc, b: Doc, collator?: Collator): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? '', right[i] ?? ''];
    const difference = orderOf(a[x]) - orderOf(b[y]) || compareText(x, y) || compare(a[x], b[y], collator);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareArrays(a: readonly unknown[], b: readonly unknown[], collator?: Collator): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = compare(a[i], b[i], collator);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareBinaries(a: BSON.Binary, b: BSON.Binary): number {
  return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
}

const text = (value: unknown): string => (value instanceof BSONSymbol ? value.value : (value as string));
const bytes = (value: unknown): Uint8Array => (value as BSON.ObjectId).id;
const source = (value: unknown): string => {
  if (value instanceof BSONRegExp) return `${value.pattern}\0${value.options}`;
  return value instanceof Code ? `${value.code}\0${JSON.stringify(value.scope)}` : '';
};

const within: Readonly<Record<number, (a: unknown, b: unknown, collator?: Collator) => number>> = {
  [order.number]: compareNumbers,
  [order.string]: (a, b, collator) => (collator ?? compareText)(text(a), text(b)),
  [order.object]: (a, b, collator) => compareDocs(a as Doc, b as Doc, collator),
  [order.array]: (a, b, collator) => compareArrays(a as unknown[], b as unknown[], collator),
  [order.binary]: (a, b) => (a instanceof Binary && b instanceof Binary ? compareBinaries(a, b) : 0),
  [order.objectId]: (a, b) => Buffer.compare(bytes(a), bytes(b)),
  [order.boolean]: (a, b) => Number(a) - Number(b),
  [order.date]: (a, b) => compareDoubles((a as Date).getTime(), (b as Date).getTime()),
  [order.timestamp]: (a, b) => (a as BSON.Timestamp).compare(b as BSON.Timestamp),
  [order.regex]: (a, b) => compareText(source(a), source(b)),
  [order.code]: (a, b) => compareText(source(a), source(b)),
  [order.codeWithScope]: (a, b) => compareText(source(a), source(b)),
};
