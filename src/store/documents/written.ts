import { CommandError } from './errors.ts';

const usualSize = 64 * 1024;
/** Up to here a text is written letter by letter, which beats the call into the runtime. */
const fewLetters = 24;

/** What is being written: one thing at a time, in one thread; it is copied out when it is whole. */
let out = Buffer.allocUnsafeSlow(usualSize);
let view = new DataView(out.buffer);
let at = 0;

export function beginWriting(): void {
  at = 0;
}

/** @param allocate memory for so many bytes */
export function written<Whole extends Buffer>(allocate: (size: number) => Whole): Whole {
  const whole = allocate(at);
  out.copy(whole, 0, 0, at);
  if (out.length > 16 * usualSize) use(Buffer.allocUnsafeSlow(usualSize));
  return whole;
}

function use(buffer: Buffer<ArrayBuffer>): void {
  out = buffer;
  view = new DataView(buffer.buffer);
}

/** Sees that so many bytes fit: whoever writes single values asks for it before. */
export function room(size: number): void {
  if (at + size <= out.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(out.length * 2, at + size));
  out.copy(larger, 0, 0, at);
  use(larger);
}

/** Leaves bytes free. @returns where they begin */
export function leave(size: number): number {
  room(size);
  at += size;
  return at - size;
}

/** Writes how many bytes were written since `start`, into the first four of them. */
export function writeSize(start: number, without = 0): void {
  view.setInt32(start, at - start - without, true);
}

export function writeByte(value: number): void {
  out[at++] = value;
}

export function writeInt(value: number): void {
  view.setInt32(at, value, true);
  at += 4;
}

export function writeLong(value: bigint): void {
  view.setBigInt64(at, value, true);
  at += 8;
}

export function writeDouble(value: number): void {
  view.setFloat64(at, value, true);
  at += 8;
}

export function writeBytes(bytes: Uint8Array): void {
  room(bytes.length);
  out.set(bytes, at);
  at += bytes.length;
}

/**
 * The type and the name of a field, and room for a value of up to 16 bytes.
 *
 * @throws CommandError BadValue where the name has a zero in it, with which it would end
 */
export function writeField(type: number, name: string): void {
  room(18 + name.length * 3);
  out[at++] = type;
  writeName(name);
}

/** Names of fields are ASCII, all but a few. */
function writeName(name: string): void {
  const { length } = name;
  let to = at;
  let i = 0;
  for (; i < length; i++) {
    const letter = name.charCodeAt(i);
    if (letter === 0 || letter > 0x7f) break;
    out[to++] = letter;
  }
  if (i < length) {
    writeCString(name);
    return;
  }
  out[to] = 0;
  at = to + 1;
}

/** A text that ends with a zero. @throws CommandError BadValue where it has one in it */
export function writeCString(text: string): void {
  if (text.includes('\0')) throw new CommandError(2, 'Names and patterns must not contain a zero byte');
  room(1 + text.length * 3);
  writeText(text);
  out[at++] = 0;
}

export function writeString(text: string): void {
  room(5 + (text.length < 1000 ? text.length * 3 : Buffer.byteLength(text)));
  const start = at;
  at += 4;
  writeText(text);
  out[at++] = 0;
  writeSize(start, 4);
}

/** Letters of up to three bytes; what has larger ones, and what is long, the runtime writes. */
function writeText(text: string): void {
  const { length } = text;
  let to = at;
  let i = length > fewLetters ? length + 1 : 0;
  for (; i < length; i++) {
    const letter = text.charCodeAt(i);
    if (letter < 0x80) out[to++] = letter;
    else if (letter < 0x800) {
      out[to++] = 0xc0 | (letter >> 6);
      out[to++] = 0x80 | (letter & 0x3f);
    } else if (letter < 0xd800 || letter > 0xdfff) {
      out[to++] = 0xe0 | (letter >> 12);
      out[to++] = 0x80 | ((letter >> 6) & 0x3f);
      out[to++] = 0x80 | (letter & 0x3f);
    } else break;
  }
  at = i === length ? to : at + out.write(text, at, 'utf8');
}
