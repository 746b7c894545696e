/**
 * Where reading is: one document at a time, in one thread, so that no reader has to be carried from value to value.
 * Single values, as `written.ts` writes them.
 */
let bytes: Buffer = Buffer.alloc(0);
let at = 0;

export function beginReading(document: Buffer): void {
  bytes = document;
  at = 0;
}

export function position(): number {
  return at;
}

export function goTo(place: number): void {
  at = place;
}

export function readByte(): number {
  return bytes[at++] ?? 0;
}

/** The bytes of a document, from its size to its end; the reading stays before it. */
export function documentAhead(): Buffer {
  return bytes.subarray(at, at + bytes.readInt32LE(at));
}

/** Reads a document's size. @returns where its last byte stands, a zero */
export function endOfDoc(): number {
  const end = at + readInt() - 1;
  if (end < at || end >= bytes.length) throw new RangeError('BSON is cut short');
  return end;
}

export function readInt(): number {
  at += 4;
  return (
    (bytes[at - 4] ?? 0) | ((bytes[at - 3] ?? 0) << 8) | ((bytes[at - 2] ?? 0) << 16) | ((bytes[at - 1] ?? 0) << 24)
  );
}

/** The names met last, by a hash of their bytes: fields come again and again, and making a string costs the most. */
const names: (string | undefined)[] = Array.from({ length: 1024 });
const longestKnown = 40;

export function readName(): string {
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

export function skipName(): void {
  while (bytes[at] !== 0) if (++at >= bytes.length) throw new RangeError('BSON is cut short');
  at += 1;
}

export function readCString(): string {
  const from = at;
  skipName();
  return bytes.toString('utf8', from, at - 1);
}

export function readString(): string {
  const length = readInt();
  at += length;
  return bytes.toString('utf8', at - length, at - 1);
}

export function take(length: number): Buffer {
  at += length;
  return bytes.subarray(at - length, at);
}

/** A 64-bit integer, exact where a double can be; two halves are far cheaper than a BigInt. */
export function readWide(): number {
  const low = readInt() >>> 0;
  return readInt() * 0x1_0000_0000 + low;
}

/** A double, whatever it holds. */
export function readFloat(): number {
  at += 8;
  return bytes.readDoubleLE(at - 8);
}

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

export function skipValue(type: number): void {
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
