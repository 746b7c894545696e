import { BSON } from 'bson';

const { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } =
  BSON;

/** A document as decoded: fields in their order, own properties only. */
export type Doc = Record<string, unknown>;

/** Canonical order of BSON types; also the first byte of an index key. Types that compare as one share a number. */
export const order = {
  minKey: 1,
  undefined: 2,
  null: 3,
  number: 4,
  string: 5,
  object: 6,
  array: 7,
  binary: 8,
  objectId: 9,
  boolean: 10,
  date: 11,
  timestamp: 12,
  regex: 13,
  code: 15,
  codeWithScope: 16,
  maxKey: 17,
} as const;

const classes: readonly (readonly [new (...args: never[]) => object, number])[] = [
  [Date, order.date],
  [ObjectId, order.objectId],
  [Double, order.number],
  [Timestamp, order.timestamp], // before Long: a Timestamp is one
  [Long, order.number],
  [Int32, order.number],
  [Decimal128, order.number],
  [Binary, order.binary],
  [BSONRegExp, order.regex],
  [BSONSymbol, order.string],
  [MinKey, order.minKey],
  [MaxKey, order.maxKey],
];

/** @returns the canonical order of a value's type */
export function orderOf(value: unknown): number {
  if (typeof value === 'string') return order.string;
  if (typeof value === 'number') return order.number;
  if (typeof value === 'boolean') return order.boolean;
  if (value === null) return order.null;
  if (value === undefined) return order.undefined;
  if (Array.isArray(value)) return order.array;
  return orderOfObject(value);
}

function orderOfObject(value: unknown): number {
  if (Object.getPrototypeOf(value) === Object.prototype) return order.object;
  const known = classes.find(([type]) => value instanceof type);
  if (known) return known[1];
  if (value instanceof Code) return value.scope ? order.codeWithScope : order.code;
  return order.object;
}

export function isDoc(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && orderOf(value) === order.object;
}

export function isNumber(value: unknown): boolean {
  return typeof value === 'number' || orderOf(value) === order.number;
}

/** The nearest double of any BSON number. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof Long) return value.toNumber();
  if (value instanceof Decimal128) return Number(value.toString());
  return (value as { value: number }).value;
}

/** A field of a document, never of its prototype. */
export function own(doc: Doc, field: string): unknown {
  return Object.hasOwn(doc, field) ? doc[field] : undefined;
}

/** Sets a field by its own name, `__proto__` too. */
export function setOwn(doc: Doc, field: string, value: unknown): void {
  if (field === '__proto__') {
    Object.defineProperty(doc, field, { value, writable: true, enumerable: true, configurable: true });
  } else doc[field] = value;
}

/** A copy that shares no document or array with its original. */
export function cloneValue(value: unknown): unknown {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(cloneValue);
  if (!isDoc(value)) return value;
  const copy: Doc = {};
  for (const field of Object.keys(value)) setOwn(copy, field, cloneValue(value[field]));
  return copy;
}
