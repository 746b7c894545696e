import type { BSON } from 'bson';
import { CommandError } from './errors.ts';
import type { Doc } from './values.ts';
import {
  beginWriting,
  leave,
  room,
  writeByte,
  writeBytes,
  writeCString,
  writeDouble,
  writeField,
  writeInt,
  writeLong,
  writeSize,
  writeString,
  written,
} from './written.ts';

/** A document that is stored or sent as it is: its BSON. */
export class Raw {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

const deepest = 200;
let depth = 0;

/**
 * Writes what `decode` reads. Our own, because documents from outside may have fields called `_bsontype` or `toBSON`,
 * by which the driver's encoder would take them for something else; and in half of its time.
 *
 * @param head how many bytes are left free before the document, for what is sent in front of it
 * @throws CommandError Overflow where documents are nested too deeply
 */
export function encode(doc: Doc, head = 0): Buffer {
  beginWriting();
  place(doc, head);
  return written((size) => Buffer.allocUnsafe(size));
}

/** A document behind so many bytes that are left free. */
type Placed = { readonly doc: Doc; readonly head: number };

/**
 * Documents one behind the other, as a message has them.
 *
 * @returns memory of its own, which may be given away
 * @throws CommandError Overflow where documents are nested too deeply
 */
export function encodeRow(row: readonly Placed[]): Buffer<ArrayBuffer> {
  beginWriting();
  for (const { doc, head } of row) place(doc, head);
  return written((size) => Buffer.allocUnsafeSlow(size));
}

function place(doc: Doc, head: number): void {
  depth = 0;
  leave(head);
  writeDoc(doc);
}

function writeDoc(doc: Doc): void {
  const start = begin();
  for (const field of Object.keys(doc)) {
    const value = doc[field];
    if (value !== undefined) writeElement(field, value);
  }
  finish(start);
}

function writeArray(values: readonly unknown[]): void {
  const start = begin();
  for (let i = 0; i < values.length; i++) writeElement(String(i), values[i] ?? null);
  finish(start);
}

function begin(): number {
  depth += 1;
  if (depth > deepest) throw new CommandError(15, `BSONObj exceeds maximum nested object depth: ${deepest}`);
  return leave(4);
}

function finish(start: number): void {
  room(1);
  writeByte(0);
  depth -= 1;
  writeSize(start);
}

function writeElement(field: string, value: unknown): void {
  switch (typeof value) {
    case 'string':
      writeField(0x02, field);
      writeString(value);
      break;
    case 'number':
      writeNumber(field, value);
      break;
    case 'boolean':
      writeField(0x08, field);
      writeByte(value ? 1 : 0);
      break;
    case 'bigint':
      writeField(0x12, field);
      writeLong(value);
      break;
    default:
      writeObject(field, value as object | null | undefined);
  }
}

function writeNumber(field: string, value: number): void {
  if ((value | 0) === value && !Object.is(value, -0)) {
    writeField(0x10, field);
    writeInt(value);
  } else {
    writeField(0x01, field);
    writeDouble(value);
  }
}

function writeObject(field: string, value: object | null | undefined): void {
  if (value === null || value === undefined) writeField(0x0a, field);
  else if (Array.isArray(value)) {
    writeField(0x04, field);
    writeArray(value);
  } else if (isLiteral(value)) {
    writeField(0x03, field);
    writeDoc(value as Doc);
  } else if (value instanceof Date) {
    writeField(0x09, field);
    writeTime(value.getTime());
  } else {
    const [type, write] = writerOf(value);
    writeField(type, field);
    write(value as never);
  }
}

function isLiteral(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function writeHalves(low: number, high: number): void {
  writeInt(low | 0);
  writeInt(high | 0);
}

function writeBinary(bytes: Uint8Array, subtype: number): void {
  const isOld = subtype === 2;
  writeInt(bytes.length + (isOld ? 4 : 0));
  writeByte(subtype);
  if (isOld) writeInt(bytes.length);
  writeBytes(bytes);
}

function writeScoped(value: BSON.Code): void {
  const start = leave(4);
  writeString(value.code);
  writeDoc(value.scope ?? {});
  writeSize(start);
}

function writeTime(time: number): void {
  const ms = Number.isNaN(time) ? 0 : time;
  const high = Math.floor(ms / 0x1_0000_0000);
  writeHalves(ms - high * 0x1_0000_0000, high);
}

type Writer = readonly [type: number, write: (value: never) => void];

/** By the name that BSON's library gives its classes: of the library there may be two copies in one process. */
const writers: Readonly<Record<string, Writer>> = {
  Double: [0x01, ({ value }: BSON.Double) => writeDouble(value)],
  Binary: [0x05, ({ buffer, position, sub_type }: BSON.Binary) => writeBinary(buffer.subarray(0, position), sub_type)],
  ObjectId: [0x07, ({ id }: BSON.ObjectId) => writeBytes(id)],
  BSONRegExp: [
    0x0b,
    ({ pattern, options }: BSON.BSONRegExp) => {
      writeCString(pattern);
      writeCString(options);
    },
  ],
  BSONSymbol: [0x0e, ({ value }: BSON.BSONSymbol) => writeString(value)],
  Int32: [0x10, ({ value }: BSON.Int32) => writeInt(value)],
  Timestamp: [0x11, ({ i, t }: BSON.Timestamp) => writeHalves(i, t)],
  Long: [0x12, ({ low, high }: BSON.Long) => writeHalves(low, high)],
  Decimal128: [0x13, ({ bytes }: BSON.Decimal128) => writeBytes(bytes)],
  MaxKey: [0x7f, () => undefined],
  MinKey: [0xff, () => undefined],
};
const raw: Writer = [0x03, ({ bytes }: Raw) => writeBytes(bytes)];
const bytes: Writer = [0x05, (value: Uint8Array) => writeBinary(value, 0)];
/** A value of a class of ours says itself what is stored of it, as the driver's encoder lets it. */
const formed: Writer = [0x03, (value: Formed) => writeDoc(value.toBSON())];
const code: Writer = [0x0d, (value: BSON.Code) => writeString(value.code)];
const scopedCode: Writer = [0x0f, writeScoped];

function writerOf(value: object): Writer {
  if (value instanceof Raw) return raw;
  if (value instanceof Uint8Array) return bytes;
  const name = '_bsontype' in value ? String(value._bsontype) : '';
  if (name === 'Code') return (value as BSON.Code).scope ? scopedCode : code;
  const known = Object.hasOwn(writers, name) ? writers[name] : undefined;
  if (!known && isFormed(value)) return formed;
  if (!known) throw new Error(`A value of the class ${value.constructor.name} has no BSON`);
  return known;
}

type Formed = { readonly toBSON: () => Doc };

function isFormed(value: object): value is Formed {
  return 'toBSON' in value && typeof value.toBSON === 'function';
}
