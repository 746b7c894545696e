import { isUtf8 } from 'node:buffer';

const deepest = 200;
const mostFields = 64;
/** Of the fields' names in the documents around the one that is being read, and in it so far: a hash each. */
const names = new Int32Array(4096);

/** Where the reading is: one document at a time, in one thread. */
let bytes: Buffer = Buffer.alloc(0);
let at = 0;
let named = 0;

/**
 * Whether a document can be stored as the bytes that came: decoding and encoding would give the same bytes again, and no
 * field's name is an operator's. Says no where that is rare or dear to see (odd types, names that begin with a digit or
 * are not ASCII, a name twice); never says yes to bytes that are not BSON.
 */
export function isPlain(document: Buffer): boolean {
  bytes = document;
  at = 0;
  named = 0;
  return isDocument(1) && at === document.length;
}

function isDocument(depth: number): boolean {
  const end = endOfDocument(depth);
  const first = named;
  while (at < end) {
    const type = bytes[at++];
    if (!isName(first) || !isValue(type, depth) || at > end) return false;
  }
  named = first;
  at += 1;
  return end > 0;
}

function isArray(depth: number): boolean {
  const end = endOfDocument(depth);
  for (let i = 0; at < end; i++) {
    const type = bytes[at++];
    if (!isNumber(i) || !isValue(type, depth) || at > end) return false;
  }
  at += 1;
  return end > 0;
}

/** @returns where the last byte stands, a zero; 0 where there is no such document */
function endOfDocument(depth: number): number {
  const end = at + readInt() - 1;
  return end >= at && end < bytes.length && bytes[end] === 0 && depth <= deepest ? end : 0;
}

function readInt(): number {
  at += 4;
  return (
    (bytes[at - 4] ?? 0) | ((bytes[at - 3] ?? 0) << 8) | ((bytes[at - 2] ?? 0) << 16) | ((bytes[at - 1] ?? 0) << 24)
  );
}

/** A name of ASCII letters, not of a number or an operator, that the document has not had from `first` on. */
function isName(first: number): boolean {
  const begin = bytes[at] ?? 0;
  if (begin === 0x24 || (begin >= 0x30 && begin <= 0x39)) return false;
  let hash = 0;
  for (let byte = bytes[at++]; byte !== 0; byte = bytes[at++]) {
    if (byte === undefined || byte > 127) return false;
    hash = (hash * 31 + byte) | 0;
  }
  return isNew(hash, first);
}

function isNew(hash: number, first: number): boolean {
  if (named - first >= mostFields || named === names.length) return false;
  for (let i = first; i < named; i++) if (names[i] === hash) return false;
  names[named++] = hash;
  return true;
}

/** An array's elements are named by their numbers. */
function isNumber(wanted: number): boolean {
  const start = at;
  let number = 0;
  for (let byte = bytes[at++]; byte !== 0; byte = bytes[at++]) {
    if (byte === undefined || byte < 0x30 || byte > 0x39) return false;
    number = number * 10 + byte - 0x30;
  }
  return number === wanted && at - 1 - start === (wanted < 10 ? 1 : String(wanted).length);
}

function isValue(type: number | undefined, depth: number): boolean {
  if (type === 0x02) return isString();
  if (type === 0x03) return isDocument(depth + 1);
  if (type === 0x04) return isArray(depth + 1);
  return fixed[type ?? 0]?.() ?? false;
}

function isString(): boolean {
  const length = readInt();
  const start = at;
  at += length;
  return length > 0 && at <= bytes.length && bytes[at - 1] === 0 && isText(start, at - 1);
}

function isText(start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((bytes[i] ?? 0) > 127) return isUtf8(bytes.subarray(i, end));
  return true;
}

/** Infinities and what is no number are left to be decoded: the latter has many forms. */
function isDouble(): boolean {
  at += 8;
  return (((bytes[at - 1] ?? 0) & 0x7f) << 4) + ((bytes[at - 2] ?? 0) >> 4) !== 0x7ff;
}

/** Milliseconds as 64 bits: of the high half no more than JavaScript's dates have. */
const mostHigh = 2_000_000;

function isDate(): boolean {
  at += 4;
  return Math.abs(readInt()) < mostHigh;
}

const oldBinary = 2;

function isBinary(): boolean {
  const length = readInt();
  const type = bytes[at];
  at += 1 + length;
  return length >= 0 && type !== oldBinary;
}

function isBoolean(): boolean {
  return (bytes[at++] ?? 2) < 2;
}

const skip = (size: number) => (): boolean => {
  at += size;
  return true;
};

/** The other types that come often, by their number in BSON. */
const fixed: Readonly<Record<number, () => boolean>> = {
  0x01: isDouble,
  0x05: isBinary,
  0x07: skip(12),
  0x08: isBoolean,
  0x09: isDate,
  0x0a: skip(0),
  0x10: skip(4),
  0x12: skip(8),
};
