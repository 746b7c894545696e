import { BSON } from 'mongodb';
import { type Doc, setOwn } from './values.ts';

/**
 * BSON in and out. Decoding is our own so that a document comes back as it was stored: doubles that happen to be whole,
 * 64-bit integers and DBRef-like documents keep their types, which the driver's decoder promotes away.
 *
 * int32 and every other number whose type the encoder would choose again is a plain number; the rest are BSON's classes.
 */
export function encode(doc: Doc): Buffer {
  try {
    return Buffer.from(BSON.serialize(doc, { ignoreUndefined: true }));
  } catch (error) {
    throw new Error('A document that was read can not be written', { cause: error });
  }
}

export function decode(bytes: Buffer): Doc {
  return readDoc({ bytes, at: 0 });
}

type Reader = { readonly bytes: Buffer; at: number };
type Read = (reader: Reader) => unknown;

function readDoc(reader: Reader): Doc {
  const doc: Doc = {};
  readFields(reader, (field, value) => setOwn(doc, field, value));
  return doc;
}

function readArray(reader: Reader): unknown[] {
  const values: unknown[] = [];
  readFields(reader, (_, value) => values.push(value));
  return values;
}

function readFields(reader: Reader, take: (field: string, value: unknown) => void): void {
  const end = reader.at + reader.bytes.readInt32LE(reader.at) - 1;
  if (end < reader.at + 4 || end >= reader.bytes.length) throw new RangeError('BSON is cut short');
  reader.at += 4;
  while (reader.at < end) {
    const type = reader.bytes[reader.at++] ?? 0;
    const field = readCString(reader);
    const read = readers[type];
    if (!read) throw new RangeError(`Unknown BSON type ${type} in field ${field}`);
    take(field, read(reader));
  }
  reader.at = end + 1;
}

function readCString(reader: Reader): string {
  const end = reader.bytes.indexOf(0, reader.at);
  if (end < 0) throw new RangeError('BSON is cut short');
  const text = reader.bytes.toString(end - reader.at < 24 ? asciiOrUtf8(reader, end) : 'utf8', reader.at, end);
  reader.at = end + 1;
  return text;
}

/** latin1 is much the faster decoder for the short ASCII names that fields have. */
function asciiOrUtf8({ bytes, at }: Reader, end: number): 'latin1' | 'utf8' {
  for (let i = at; i < end; i++) if ((bytes[i] ?? 0) > 127) return 'utf8';
  return 'latin1';
}

function readString(reader: Reader): string {
  const length = reader.bytes.readInt32LE(reader.at);
  const text = reader.bytes.toString('utf8', reader.at + 4, reader.at + 3 + length);
  reader.at += 4 + length;
  return text;
}

function take(reader: Reader, length: number): Buffer {
  reader.at += length;
  return reader.bytes.subarray(reader.at - length, reader.at);
}

function readDouble(reader: Reader): unknown {
  const value = take(reader, 8).readDoubleLE();
  const wouldBecomeInt = Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= 0x80000000;
  return wouldBecomeInt ? new BSON.Double(value) : value;
}

function readLong(reader: Reader): BSON.Long {
  const bytes = take(reader, 8);
  return new BSON.Long(bytes.readInt32LE(0), bytes.readInt32LE(4));
}

/** Subtype 2 has its length twice. */
const oldBinary = 2;

function readBinary(reader: Reader): unknown {
  let length = take(reader, 4).readInt32LE();
  const type = take(reader, 1)[0] ?? 0;
  if (type === oldBinary) length = take(reader, 4).readInt32LE();
  return new BSON.Binary(Buffer.from(take(reader, length)), type);
}

function readCodeWithScope(reader: Reader): unknown {
  reader.at += 4;
  const code = readString(reader);
  return new BSON.Code(code, readDoc(reader));
}

const readers: Readonly<Record<number, Read>> = {
  0x01: readDouble,
  0x02: readString,
  0x03: readDoc,
  0x04: readArray,
  0x05: readBinary,
  0x06: () => null,
  0x07: (reader) => new BSON.ObjectId(Buffer.from(take(reader, 12))),
  0x08: (reader) => take(reader, 1)[0] === 1,
  0x09: (reader) => new Date(Number(take(reader, 8).readBigInt64LE())),
  0x0a: () => null,
  0x0b: (reader) => new BSON.BSONRegExp(readCString(reader), readCString(reader)),
  0x0d: (reader) => new BSON.Code(readString(reader)),
  0x0e: (reader) => new BSON.BSONSymbol(readString(reader)),
  0x0f: readCodeWithScope,
  0x10: (reader) => take(reader, 4).readInt32LE(),
  0x11: (reader) => new BSON.Timestamp(take(reader, 8).readBigUInt64LE()),
  0x12: readLong,
  0x13: (reader) => new BSON.Decimal128(Buffer.from(take(reader, 16))),
  0x7f: () => new BSON.MaxKey(),
  0xff: () => new BSON.MinKey(),
};
