import { BSON } from 'bson';
import {
  beginReading,
  documentAhead,
  endOfDoc,
  goTo,
  position,
  readByte,
  readCString,
  readFloat,
  readInt,
  readName,
  readString,
  readWide,
  skipName,
  skipValue,
  take,
} from './reading.ts';
import { type Doc, setOwn } from './values.ts';

/**
 * Reads BSON so that a document comes back as it was stored: doubles that happen to be whole, 64-bit integers and
 * DBRef-like documents keep their types, which the driver's decoder promotes away.
 *
 * int32 and every other number whose type `encode` would choose again is a plain number; the rest are BSON's classes.
 */
export function decode(document: Buffer): Doc {
  beginReading(document);
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
  beginReading(document);
  const doc: Doc = {};
  let left = wanted.size;
  for (const end = endOfDoc(); position() < end && left > 0;) {
    const type = readByte();
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
  beginReading(document);
  for (const end = endOfDoc(); position() < end;) {
    const from = position();
    const type = readByte();
    const field = readName();
    skipValue(type);
    if (field === wanted) return [from, position()];
  }
  return undefined;
}

/** Decodes a document but for the documents directly in it that `keep` gives another form, by their bytes. */
export function decodeAround(document: Buffer, keep: (field: string, bytes: Buffer) => unknown): Doc {
  beginReading(document);
  const end = endOfDoc();
  const doc: Doc = {};
  while (position() < end) {
    const type = readByte();
    const field = readName();
    const kept = type === embedded ? keep(field, documentAhead()) : undefined;
    if (kept !== undefined) skipValue(type);
    setOwn(doc, field, kept ?? readValue(type, field));
  }
  return doc;
}

const embedded = 0x03;

function readDoc(): Doc {
  const end = endOfDoc();
  const doc: Doc = {};
  while (position() < end) {
    const type = readByte();
    const field = readName();
    setOwn(doc, field, readValue(type, field));
  }
  goTo(end + 1);
  return doc;
}

function readArray(): unknown[] {
  const end = endOfDoc();
  const values: unknown[] = [];
  while (position() < end) {
    const type = readByte();
    skipName();
    values.push(readValue(type, ''));
  }
  goTo(end + 1);
  return values;
}

function readValue(type: number, field: string): unknown {
  if (type === 2) return readString();
  if (type === 16) return readInt();
  const read = readers[type];
  if (!read) throw new RangeError(`Unknown BSON type ${type} in field ${field}`);
  return read();
}

function readDouble(): unknown {
  const value = readFloat();
  const wouldBecomeInt = Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= 0x80000000;
  return wouldBecomeInt ? new BSON.Double(value) : value;
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
  const type = readByte();
  if (type === oldBinary) length = readInt();
  return new BSON.Binary(Buffer.from(take(length)), type);
}

function readCodeWithScope(): unknown {
  readInt();
  const code = readString();
  return new BSON.Code(code, readDoc());
}

type Readers = Readonly<Record<number, () => unknown>>;

const readBoolean = () => readByte() === 1;
const readNull = () => null;

const exact: Readers = {
  0x01: readDouble,
  0x03: readDoc,
  0x04: readArray,
  0x05: readBinary,
  0x06: readNull,
  0x07: () => new BSON.ObjectId(Buffer.from(take(12))),
  0x08: readBoolean,
  0x09: readDate,
  0x0a: readNull,
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
  0x01: readFloat,
  0x03: () => {
    const doc = readDoc();
    return isReference(doc) ? meetClass() : doc;
  },
  0x04: readArray,
  0x08: readBoolean,
  0x09: readDate,
  0x0a: readNull,
  0x12: () => {
    const value = readWide();
    return Number.isSafeInteger(value) ? value : meetClass();
  },
};

let readers = exact;
