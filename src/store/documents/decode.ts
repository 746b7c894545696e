import { BSON } from 'bson';
import { type Doc, setOwn } from './values.ts';

/** Where decoding is: one document at a time, in one thread, so that no reader has to be carried from value to value. */
let bytes: Buffer = Buffer.alloc(0);
let at = 0;

/**
 * Reads BSON so that a document comes back as it was stored: doubles that happen to be whole, 64-bit integers and
 * DBRef-like documents keep their types, which the driver's decoder promotes away.
 *
 * int32 and every other number whose type `encode` would choose again is a plain number; the rest are BSON's classes.
 */
export function decode(document: Buffer): Doc {
  bytes = document;
  at = 0;
  return readDoc();
}

/**
 * Reads BSON as the driver's decoder does by default: every number is a plain one.
 *
 * @returns undefined where the driver would give a value of one of BSON's classes: those are its own copy of them
 */
export function decodePromoted(document: Buffer): Doc | undefined {
  readers = promoted;
  try {
    const doc = decode(document);
    return isReference(doc) ? undefined : doc;
  } catch (error) {
    if (error === classMet) return undefined;
    throw error;
  } finally {
    readers = exact;
  }
}

/** Decodes some of a document's top-level fields only; all of them where `wanted` is undefined. */
export function decodeFields(document: Buffer, wanted: ReadonlySet<string> | undefined): Doc {
  if (!wanted) return decode(document);
  bytes = document;
  at = 0;
  const doc: Doc = {};
  let left = wanted.size;
  for (const end = endOfDoc(); at < end && left > 0;) {
    const type = bytes[at++] ?? 0;
    const field = readName();
    if (wanted.has(field)) {
      setOwn(doc, field, readValue(type, field));
      left -= 1;
    } else skipValue(type);
  }
  return doc;
}

/** Where a top-level field stands in a document, from its type to the end of its value. */
export function placeOf(document: Buffer, wanted: string): readonly [from: number, to: number] | undefined {
  bytes = document;
  at = 0;
  for (const end = endOfDoc(); at < end;) {
    const from = at;
    const type = bytes[at++] ?? 0;
    const field = readName();
    skipValue(type);
    if (field === wanted) return [from, at];
  }
  return undefined;
}

/** Decodes a document but for the documents directly in it that `keep` gives another form, by their bytes. */
export function decodeAround(document: Buffer, keep: (field: string, bytes: Buffer) => unknown): Doc {
  bytes = document;
  at = 0;
  const end = endOfDoc();
  const doc: Doc = {};
  while (at < end) {
    const type = bytes[at++] ?? 0;
    const field = readName();
    const kept = type === embedded ? keep(field, bytes.subarray(at, at + bytes.readInt32LE(at))) : undefined;
    if (kept !== undefined) skipValue(type);
    setOwn(doc, field, kept ?? readValue(type, field));
  }
  return doc;
}

const embedded = 0x03;

/** How many bytes a value of a type has, where all have the same. */
const sizes: Readonly<Record<number, number>> = {
  0x01: 8,
  0x07: 12,
  0x08: 1,
  0x09: 8,
  0x10: 4,
  0x11: 8,
  0x12: 8,
  0x13: 16,
  0x06: 0,
  0x0a: 0,
  0x7f: 0,
  0xff: 0,
};
/** Besides the length that they begin with. */
const lengthSizes: Readonly<Record<number, number>> = { 0x02: 4, 0x03: 0, 0x04: 0, 0x05: 5, 0x0d: 4, 0x0e: 4, 0x0f: 0 };

function skipValue(type: number): void {
  const size = sizes[type];
  const besides = lengthSizes[type];
  if (size !== undefined) at += size;
  else if (besides !== undefined) at += bytes.readInt32LE(at) + besides;
  else {
    // A regular expression: two texts.
    skipName();
    skipName();
  }
}

function readDoc(): Doc {
  const end = endOfDoc();
  const doc: Doc = {};
  while (at < end) {
    const type = bytes[at++] ?? 0;
    const field = readName();
    setOwn(doc, field, readValue(type, field));
  }
  at = end + 1;
  return doc;
}

function readArray(): unknown[] {
  const end = endOfDoc();
  const values: unknown[] = [];
  while (at < end) {
    const type = bytes[at++] ?? 0;
    skipName();
    values.push(readValue(type, ''));
  }
  at = end + 1;
  return values;
}

function endOfDoc(): number {
  const end = at + readInt() - 1;
  if (end < at || end >= bytes.length) throw new RangeError('BSON is cut short');
  return end;
}

function readInt(): number {
  at += 4;
  return (
    (bytes[at - 4] ?? 0) | ((bytes[at - 3] ?? 0) << 8) | ((bytes[at - 2] ?? 0) << 16) | ((bytes[at - 1] ?? 0) << 24)
  );
}

/** The names met last, by a hash of their bytes: fields come again and again, and making a string costs the most. */
const names: (string | undefined)[] = Array.from({ length: 1024 });
const longestKnown = 40;

function readName(): string {
  let hash = 0;
  let end = at;
  for (let byte = bytes[end]; byte !== 0; byte = bytes[++end]) {
    if (byte === undefined) throw new RangeError('BSON is cut short');
    hash = (hash * 31 + byte) | 0;
  }
  const known = names[hash & 1023];
  const name = known?.length === end - at && isHere(known) ? known : nameTo(end, hash);
  at = end + 1;
  return name;
}

function isHere(name: string): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== bytes[at + i]) return false;
  return true;
}

function nameTo(end: number, hash: number): string {
  const name = bytes.toString('utf8', at, end);
  // Kept only where each letter is one byte, so that the two can be compared.
  if (name.length === end - at && name.length <= longestKnown && isHere(name)) names[hash & 1023] = name;
  return name;
}

function skipName(): void {
  while (bytes[at] !== 0) if (++at >= bytes.length) throw new RangeError('BSON is cut short');
  at += 1;
}

function readCString(): string {
  const from = at;
  skipName();
  return bytes.toString('utf8', from, at - 1);
}

function readString(): string {
  const length = readInt();
  at += length;
  return bytes.toString('utf8', at - length, at - 1);
}

function readValue(type: number, field: string): unknown {
  if (type === 2) return readString();
  if (type === 16) return readInt();
  const read = readers[type];
  if (!read) throw new RangeError(`Unknown BSON type ${type} in field ${field}`);
  return read();
}

function take(length: number): Buffer {
  at += length;
  return bytes.subarray(at - length, at);
}

function readDouble(): unknown {
  at += 8;
  const value = bytes.readDoubleLE(at - 8);
  const wouldBecomeInt = Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= 0x80000000;
  return wouldBecomeInt ? new BSON.Double(value) : value;
}

/** A 64-bit integer, exact where a double can be; two halves are far cheaper than a BigInt. */
function readWide(): number {
  const low = readInt() >>> 0;
  return readInt() * 0x1_0000_0000 + low;
}

function readDate(): Date {
  return new Date(readWide());
}

function readLong(): BSON.Long {
  return new BSON.Long(readInt(), readInt());
}

/** Subtype 2 has its length twice. */
const oldBinary = 2;

function readBinary(): unknown {
  let length = readInt();
  const type = bytes[at++] ?? 0;
  if (type === oldBinary) length = readInt();
  return new BSON.Binary(Buffer.from(take(length)), type);
}

function readCodeWithScope(): unknown {
  at += 4;
  const code = readString();
  return new BSON.Code(code, readDoc());
}

type Readers = Readonly<Record<number, () => unknown>>;

const exact: Readers = {
  0x01: readDouble,
  0x03: readDoc,
  0x04: readArray,
  0x05: readBinary,
  0x06: () => null,
  0x07: () => new BSON.ObjectId(Buffer.from(take(12))),
  0x08: () => bytes[at++] === 1,
  0x09: readDate,
  0x0a: () => null,
  0x0b: () => new BSON.BSONRegExp(readCString(), readCString()),
  0x0d: () => new BSON.Code(readString()),
  0x0e: () => new BSON.BSONSymbol(readString()),
  0x0f: readCodeWithScope,
  0x11: () => new BSON.Timestamp(take(8).readBigUInt64LE()),
  0x12: readLong,
  0x13: () => new BSON.Decimal128(Buffer.from(take(16))),
  0x7f: () => new BSON.MaxKey(),
  0xff: () => new BSON.MinKey(),
};

const classMet = new Error('A value has a class');

function meetClass(): never {
  throw classMet;
}

function isReference(doc: Doc): boolean {
  return Object.hasOwn(doc, '$ref');
}

const promoted: Readers = {
  ...Object.fromEntries(Object.keys(exact).map((type) => [type, meetClass])),
  0x01: () => {
    at += 8;
    return bytes.readDoubleLE(at - 8);
  },
  0x03: () => {
    const doc = readDoc();
    return isReference(doc) ? meetClass() : doc;
  },
  0x04: readArray,
  0x08: exact[0x08] ?? meetClass,
  0x09: readDate,
  0x0a: () => null,
  0x12: () => {
    const value = readWide();
    return Number.isSafeInteger(value) ? value : meetClass();
  },
};

let readers = exact;
