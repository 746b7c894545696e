import { createHash } from 'node:crypto';
import { BSON } from 'bson';
import { digitsOf } from './arithmetic.ts';
import { compare } from './compare.ts';
import { type Doc, order, orderOf, toNumber } from './values.ts';

/** A component longer than this is cut and ends in a hash: LMDB's keys have at most 1,978 bytes. */
const longest = 450;
const kept = 400;

/** One field's part of an index key. `cut`: bytes past the limit, so that order and equality need a second look. */
export type Component = { readonly bytes: Buffer; readonly cut: boolean };

/** Keys are put together one behind the other in one piece of memory, component by component, and handed out as parts of it. */
const usualSize = 16 * 1024;
let out = Buffer.allocUnsafe(usualSize);
/** Where the key under way begins, and how far it goes. */
let from = 0;
let at = 0;

/**
 * Bytes whose order is MongoDB's order of the values (reversed where descending). No component is the beginning of
 * another, so that components can stand one behind the other.
 */
export function component(value: unknown, descending: boolean): Component {
  at = from;
  const cut = append(value, descending);
  return { bytes: made(), cut };
}

/** A whole key: `space`, then the components of the values, then the record where the key must be told from its equals. */
export function composed(
  space: number,
  values: readonly unknown[],
  { descending, record }: { descending: readonly boolean[]; record: number | undefined },
): Component {
  at = from;
  room(4);
  at = out.writeUInt32BE(space, at);
  let cut = false;
  for (let i = 0; i < values.length; i++) cut = append(values[i], descending[i] === true) || cut;
  if (record !== undefined) {
    room(6);
    at = out.writeUIntBE(record, at, 6);
  }
  return { bytes: made(), cut };
}

function made(): Buffer {
  const bytes = out.subarray(from, at);
  from = at;
  if (out.length > 4 * usualSize) renew(usualSize);
  return bytes;
}

export function inverted(bytes: Buffer): Buffer {
  const result = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) result[i] = 255 - (bytes[i] ?? 0);
  return result;
}

function room(size: number): void {
  if (at + size <= out.length) return;
  renew(Math.max(usualSize, 2 * (at - from + size)));
}

/** Goes on in another piece of memory, with what there is of the key under way. */
function renew(size: number): void {
  const next = Buffer.allocUnsafe(size);
  at = out.copy(next, 0, from, at);
  from = 0;
  out = next;
}

/** @returns whether the component was cut */
function append(value: unknown, descending: boolean): boolean {
  const before = at - from;
  write(value);
  const start = from + before;
  const cut = at - start > longest;
  if (cut) {
    const digest = createHash('sha1').update(out.subarray(start, at)).digest();
    at = start + kept;
    at += digest.copy(out, at);
  }
  if (descending) for (let i = start; i < at; i++) out[i] = 255 - (out[i] ?? 0);
  return cut;
}

function write(value: unknown): void {
  const kind = orderOf(value);
  room(16);
  out[at++] = kind;
  writers[kind]?.(value as never);
}

/** Zero bytes are escaped, so that the end (0, 1) sorts before anything that goes on. */
function writeText(text: string): void {
  room((text.length < 1000 ? text.length * 3 : Buffer.byteLength(text)) + 2);
  if (text.length > 64 || !writeLetters(text)) {
    if (!text.includes('\0')) at += out.write(text, at, 'utf8');
    else writeEscaped(Buffer.from(text, 'utf8'));
  }
  out[at++] = 0;
  out[at++] = 1;
}

/** Short texts of ASCII letter by letter, which beats the call into the runtime. @returns whether it is one */
function writeLetters(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (letter === 0 || letter > 127) return false;
    out[at + i] = letter;
  }
  at += text.length;
  return true;
}

function writeEscaped(bytes: Buffer): void {
  room(bytes.length * 2 + 2);
  for (const byte of bytes) {
    out[at++] = byte;
    if (byte === 0) out[at++] = 255;
  }
}

function writeNumber(value: unknown): void {
  const near = toNumber(value);
  const start = at;
  at = out.writeDoubleBE(near === 0 ? 0 : near, at);
  if (Number.isNaN(near)) out.fill(0, start, at);
  else if (near < 0) for (let i = start; i < at; i++) out[i] = 255 - (out[i] ?? 0);
  else out[start] = (out[start] ?? 0) | 0x80;
  at = out.writeUInt16BE(0x8000 + rest(value, near), at);
}

const exactUpTo = 2 ** 53;
const longest64 = 2 ** 64;

/**
 * What the nearest double does not say: twice the distance of a 64-bit integer (at most half of that between two doubles
 * there, 512), and an odd number for a decimal between two integers.
 */
function rest(value: unknown, near: number): number {
  if (typeof value === 'number') return 0;
  if (value instanceof BSON.Long) return 2 * Number(value.toBigInt() - BigInt(near));
  if (!(value instanceof BSON.Decimal128)) return 0;
  const size = Math.abs(near);
  return size > exactUpTo && size < longest64 ? restOfDecimal(value, near) : compare(value, near);
}

function restOfDecimal(value: BSON.Decimal128, near: number): number {
  const { digits, exponent } = digitsOf(value) ?? { digits: BigInt(near), exponent: 0 };
  const unit = 10n ** BigInt(Math.abs(exponent));
  const whole = exponent < 0 ? digits / unit : digits * unit;
  const isWhole = exponent >= 0 || digits % unit === 0n;
  return 2 * Number(whole - BigInt(near)) + (isWhole ? 0 : Math.sign(near));
}

function writeDoc(doc: Doc): void {
  for (const field of Object.keys(doc)) {
    room(1);
    out[at++] = orderOf(doc[field]);
    writeText(field);
    write(doc[field]);
  }
  writeEnd();
}

function writeArray(values: readonly unknown[]): void {
  for (const value of values) write(value);
  writeEnd();
}

function writeEnd(): void {
  room(1);
  out[at++] = 0;
}

function writeBytes(bytes: Uint8Array): void {
  room(bytes.length);
  out.set(bytes, at);
  at += bytes.length;
}

function writeBinary(value: BSON.Binary): void {
  at = out.writeUInt32BE(value.position, at);
  out[at++] = value.sub_type;
  writeBytes(value.buffer.subarray(0, value.position));
}

/** Milliseconds as 64 bits, above zero: the high half and the low one. */
function writeDate(value: Date): void {
  const time = value.getTime();
  const ms = Number.isNaN(time) ? 0 : time;
  at = out.writeUInt32BE((Math.floor(ms / 0x1_0000_0000) + 0x8000_0000) >>> 0, at);
  at = out.writeUInt32BE(ms >>> 0, at);
}

function writeTimestamp(value: BSON.Timestamp): void {
  at = out.writeUInt32BE(value.t, at);
  at = out.writeUInt32BE(value.i, at);
}

const writers: Readonly<Record<number, (value: never) => void>> = {
  [order.number]: writeNumber,
  [order.string]: (value: string | BSON.BSONSymbol) => writeText(typeof value === 'string' ? value : value.value),
  [order.object]: writeDoc,
  [order.array]: writeArray,
  [order.binary]: writeBinary,
  [order.objectId]: (value: BSON.ObjectId) => writeBytes(value.id),
  [order.boolean]: (value: boolean) => (out[at++] = value ? 1 : 0),
  [order.date]: writeDate,
  [order.timestamp]: writeTimestamp,
  [order.regex](value: BSON.BSONRegExp) {
    writeText(value.pattern);
    writeText(value.options);
  },
  [order.code]: (value: BSON.Code) => writeText(value.code),
  [order.codeWithScope]: (value: BSON.Code) => writeText(value.code),
};

/** A name that two values share when they are equal, whatever their number types. */
export function hashKey(value: unknown): string {
  return component(value, false).bytes.toString('latin1');
}
