import { BSON } from 'bson';
import { CommandError } from './errors.ts';
import type { Doc } from './values.ts';

/** A document that is stored or sent as it is: its BSON. */
export class Raw {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

const usualSize = 64 * 1024;
const deepest = 200;

/** Where encoding is: one document at a time, in one thread; what is made is copied out when it is whole. */
let out = Buffer.allocUnsafe(usualSize);
let at = 0;
let depth = 0;

/**
 * Writes what `decode` reads. Our own, because documents from outside may have fields called `_bsontype` or `toBSON`,
 * by which the driver's encoder would take them for something else.
 *
 * @param head how many bytes are left free before the document, for what is sent in front of it
 * @throws CommandError Overflow where documents are nested too deeply
 */
export function encode(doc: Doc, head = 0): Buffer {
  at = head;
  depth = 0;
  writeDoc(doc);
  const whole = Buffer.allocUnsafe(at);
  out.copy(whole, 0, 0, at);
  if (out.length > 16 * usualSize) out = Buffer.allocUnsafe(usualSize);
  return whole;
}

function room(size: number): void {
  if (at + size <= out.length) return;
  const larger = Buffer.allocUnsafe(Math.max(out.length * 2, at + size));
  out.copy(larger, 0, 0, at);
  out = larger;
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
  room(5);
  at += 4;
  return at - 4;
}

function finish(start: number): void {
  room(1);
  out[at++] = 0;
  depth -= 1;
  out.writeInt32LE(at - start, start);
}

function writeElement(field: string, value: unknown): void {
  const type = typeOf(value);
  room(24 + field.length * 3);
  out[at++] = type;
  writeText(field);
  out[at++] = 0;
  writers[type]?.(value as never);
}

/** ASCII is written letter by letter, which for the short texts of fields beats the call into the runtime. */
function writeText(text: string): void {
  const start = at;
  if (text.length < 24) {
    let i = 0;
    for (; i < text.length; i++) {
      const letter = text.charCodeAt(i);
      if (letter > 127) break;
      out[at++] = letter;
    }
    if (i === text.length) return;
  }
  at = start + out.write(text, start, 'utf8');
}

function writeString(text: string): void {
  room(5 + (text.length < 1000 ? text.length * 3 : Buffer.byteLength(text)));
  const start = at;
  at += 4;
  writeText(text);
  out[at++] = 0;
  out.writeInt32LE(at - start - 4, start);
}

function writeInt(value: number): void {
  at = out.writeInt32LE(value, at);
}

function writeHalves(low: number, high: number): void {
  writeInt(low | 0);
  writeInt(high | 0);
}

function writeBytes(bytes: Uint8Array): void {
  room(bytes.length + 8);
  out.set(bytes, at);
  at += bytes.length;
}

function writeCString(text: string): void {
  room(1 + text.length * 3);
  writeText(text);
  out[at++] = 0;
}

function writeBinary(value: BSON.Binary): void {
  const bytes = value.buffer.subarray(0, value.position);
  const isOld = value.sub_type === 2;
  writeInt(bytes.length + (isOld ? 4 : 0));
  out[at++] = value.sub_type;
  if (isOld) writeInt(bytes.length);
  writeBytes(bytes);
}

function writeScoped(value: BSON.Code): void {
  const start = at;
  at += 4;
  writeString(value.code);
  writeDoc(value.scope ?? {});
  out.writeInt32LE(at - start, start);
}

function writeTime(time: number): void {
  const ms = Number.isNaN(time) ? 0 : time;
  writeHalves(ms % 0x1_0000_0000, Math.floor(ms / 0x1_0000_0000));
}

/** By the type's number in BSON. */
const writers: Readonly<Record<number, (value: never) => void>> = {
  0x01: (value: number | BSON.Double) => (at = out.writeDoubleLE(typeof value === 'number' ? value : value.value, at)),
  0x02: (value: string) => writeString(value),
  0x03: (value: Doc | Raw) => (value instanceof Raw ? writeBytes(value.bytes) : writeDoc(value)),
  0x04: (value: unknown[]) => writeArray(value),
  0x05: (value: BSON.Binary) => writeBinary(value),
  0x07: (value: BSON.ObjectId) => writeBytes(value.id),
  0x08: (value: boolean) => (out[at++] = value ? 1 : 0),
  0x09: (value: Date) => writeTime(value.getTime()),
  0x0b(value: BSON.BSONRegExp) {
    writeCString(value.pattern);
    writeCString(value.options);
  },
  0x0d: (value: BSON.Code) => writeString(value.code),
  0x0e: (value: BSON.BSONSymbol) => writeString(value.value),
  0x0f: (value: BSON.Code) => writeScoped(value),
  0x10: (value: number | BSON.Int32) => writeInt(typeof value === 'number' ? value : value.value),
  0x11: (value: BSON.Timestamp) => writeHalves(value.i, value.t),
  0x12: (value: BSON.Long) => writeHalves(value.low, value.high),
  0x13: (value: BSON.Decimal128) => writeBytes(value.bytes),
};

function typeOf(value: unknown): number {
  if (typeof value === 'string') return 0x02;
  if (typeof value === 'number') return isInt32(value) ? 0x10 : 0x01;
  if (typeof value === 'boolean') return 0x08;
  return typeof value === 'object' ? typeOfObject(value) : 0x0a;
}

function typeOfObject(value: object | null): number {
  if (value === null) return 0x0a;
  if (Array.isArray(value)) return 0x04;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return 0x03;
  const known = types.get(value.constructor);
  if (known === undefined) throw new Error(`A value of the class ${value.constructor.name} has no BSON`);
  return known === 0x0d && (value as BSON.Code).scope ? 0x0f : known;
}

function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

const types: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [Raw, 0x03],
  [Date, 0x09],
  [BSON.Double, 0x01],
  [BSON.Binary, 0x05],
  [BSON.UUID, 0x05],
  [BSON.ObjectId, 0x07],
  [BSON.BSONRegExp, 0x0b],
  [BSON.Code, 0x0d],
  [BSON.BSONSymbol, 0x0e],
  [BSON.Int32, 0x10],
  [BSON.Timestamp, 0x11],
  [BSON.Long, 0x12],
  [BSON.Decimal128, 0x13],
  [BSON.MaxKey, 0x7f],
  [BSON.MinKey, 0xff],
]);
