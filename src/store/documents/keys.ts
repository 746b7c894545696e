import { createHash } from 'node:crypto';
import { BSON } from 'mongodb';
import { compare } from './compare.ts';
import { type Doc, order, orderOf, toNumber } from './values.ts';

/** A component longer than this is cut and ends in a hash: LMDB's keys have at most 1,978 bytes. */
const longest = 450;
const kept = 400;

/** One field's part of an index key. `cut`: bytes past the limit, so that order and equality need a second look. */
export type Component = { readonly bytes: Buffer; readonly cut: boolean };

/**
 * Bytes whose order is MongoDB's order of the values (reversed where descending). No component is the beginning of
 * another, so that components can stand one behind the other.
 */
export function component(value: unknown, descending: boolean): Component {
  const parts: Buffer[] = [];
  append(parts, value);
  let bytes = Buffer.concat(parts);
  const cut = bytes.length > longest;
  if (cut) bytes = Buffer.concat([bytes.subarray(0, kept), createHash('sha1').update(bytes).digest()]);
  return { bytes: descending ? inverted(bytes) : bytes, cut };
}

export function inverted(bytes: Buffer): Buffer {
  const result = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) result[i] = 255 - (bytes[i] ?? 0);
  return result;
}

function append(parts: Buffer[], value: unknown): void {
  const kind = orderOf(value);
  parts.push(Buffer.of(kind));
  writers[kind]?.(parts, value as never);
}

/** Zero bytes are escaped, so that the end (0, 1) sorts before anything that goes on. */
function appendText(parts: Buffer[], text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  if (!bytes.includes(0)) parts.push(bytes);
  else for (const byte of bytes) parts.push(byte === 0 ? Buffer.of(0, 255) : Buffer.of(byte));
  parts.push(Buffer.of(0, 1));
}

function appendNumber(parts: Buffer[], value: unknown): void {
  const near = toNumber(value);
  const bytes = Buffer.alloc(10);
  bytes.writeDoubleBE(near === 0 ? 0 : near);
  if (Number.isNaN(near)) bytes.fill(0);
  else if (near < 0) for (let i = 0; i < 8; i++) bytes[i] = 255 - (bytes[i] ?? 0);
  else bytes[0] = (bytes[0] ?? 0) | 0x80;
  // What the double does not say of a 64-bit integer: at most half of the distance between two doubles there, 512.
  bytes.writeUInt16BE(0x8000 + rest(value, near), 8);
  parts.push(bytes);
}

function rest(value: unknown, near: number): number {
  if (value instanceof BSON.Long) return Number(value.toBigInt() - BigInt(near));
  return value instanceof BSON.Decimal128 ? compare(value, near) : 0;
}

function appendDoc(parts: Buffer[], doc: Doc): void {
  for (const field of Object.keys(doc)) {
    parts.push(Buffer.of(orderOf(doc[field])));
    appendText(parts, field);
    append(parts, doc[field]);
  }
  parts.push(Buffer.of(0));
}

function appendArray(parts: Buffer[], values: readonly unknown[]): void {
  for (const value of values) append(parts, value);
  parts.push(Buffer.of(0));
}

function appendBinary(parts: Buffer[], value: BSON.Binary): void {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(value.position);
  head[4] = value.sub_type;
  parts.push(head, Buffer.from(value.value()));
}

function appendDate(parts: Buffer[], value: Date): void {
  const bytes = Buffer.alloc(8);
  const at = value.getTime();
  bytes.writeBigUInt64BE(BigInt(Number.isNaN(at) ? 0 : at) + (1n << 63n));
  parts.push(bytes);
}

function appendTimestamp(parts: Buffer[], value: BSON.Timestamp): void {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(value.t);
  bytes.writeUInt32BE(value.i, 4);
  parts.push(bytes);
}

const writers: Readonly<Record<number, (parts: Buffer[], value: never) => void>> = {
  [order.number]: appendNumber,
  [order.string]: (parts, value: string | BSON.BSONSymbol) =>
    appendText(parts, typeof value === 'string' ? value : value.value),
  [order.object]: appendDoc,
  [order.array]: appendArray,
  [order.binary]: appendBinary,
  [order.objectId]: (parts, value: BSON.ObjectId) => parts.push(Buffer.from(value.id)),
  [order.boolean]: (parts, value: boolean) => parts.push(Buffer.of(value ? 1 : 0)),
  [order.date]: appendDate,
  [order.timestamp]: appendTimestamp,
  [order.regex]: (parts, value: BSON.BSONRegExp) => {
    appendText(parts, value.pattern);
    appendText(parts, value.options);
  },
  [order.code]: (parts, value: BSON.Code) => appendText(parts, value.code),
  [order.codeWithScope]: (parts, value: BSON.Code) => appendText(parts, value.code),
};

/** A name that two values share when they are equal, whatever their number types. */
export function hashKey(value: unknown): string {
  return component(value, false).bytes.toString('latin1');
}
