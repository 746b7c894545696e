import { describe, expect, it } from '@jest/globals';
import { BSON } from 'bson';
import { decode, decodeFields } from '../../src/store/documents/decode.ts';
import { encode } from '../../src/store/documents/encode.ts';
import { withIdBefore, withIdFirst } from '../../src/store/documents/ids.ts';
import { isPlain } from '../../src/store/documents/plain.ts';
import { withId } from '../../src/store/documents/update.ts';
import type { Doc } from '../../src/store/documents/values.ts';
import { createRandom, type Random } from '../support/random.ts';

const names = ['_id', 'text', 'at', 'seq', 'a', 'b', 'version', '$set', '7', '名', '', '__proto__'];
const texts = ['', '转账没到账', 'a\0b', '🔒', 'e\u0301', 'x'.repeat(300), '\ufeff头'];
const scalars: readonly ((random: Random) => unknown)[] = [
  (random) => random.pick(texts),
  (random) => random.below(1000) - 500,
  (random) => random.pick([0.5, -0, NaN, Infinity, 2 ** 40, 1e300]),
  (random) => random.pick([true, false, null]),
  (random) => new Date(random.below(2 ** 31) * random.pick([1000, -1000, 4_000_000])),
  (random) => new BSON.ObjectId(random.bytes(12)),
  (random) => new BSON.Long(random.below(2 ** 31), random.below(2 ** 31)),
  (random) => new BSON.Binary(random.bytes(5), random.pick([0, 2, 4])),
  () => new BSON.Double(3),
  () => new BSON.Timestamp({ t: 5, i: 1 }),
  () => BSON.Decimal128.fromString('1.10'),
  () => new BSON.BSONRegExp('^a', 'i'),
  () => new BSON.MinKey(),
];

function valueFrom(random: Random, depth: number): unknown {
  const kind = random.below(depth > 3 ? 6 : 8);
  if (kind === 6) return documentFrom(random, depth + 1);
  if (kind === 7) return Array.from({ length: random.below(13) }, () => valueFrom(random, depth + 1));
  return random.pick(kind < 4 ? scalars.slice(0, 5) : scalars)(random);
}

function documentFrom(random: Random, depth = 0): Doc {
  const doc: Doc = {};
  const usual = random.below(3) > 0 ? names.slice(0, 7) : names;
  for (let left = random.below(6); left > 0; left--) {
    const value = valueFrom(random, depth);
    Object.defineProperty(doc, random.pick(usual), { value, enumerable: true, configurable: true, writable: true });
  }
  return doc;
}

/** What decoding and encoding make of bytes; nothing where they are no document. */
function normal(bytes: Buffer): Buffer | undefined {
  try {
    return encode(decode(bytes));
  } catch {
    return undefined;
  }
}

describe('a document stored as its bytes came', () => {
  it('has the bytes that decoding and encoding it gives, whatever stands in it', () => {
    const random = createRandom(1);
    let plain = 0;
    for (let n = 0; n < 10_000; n++) {
      const bytes = encode(documentFrom(random));
      if (isPlain(bytes)) plain += 1;
      if (isPlain(bytes) && normal(bytes)?.equals(bytes) !== true) throw new Error(bytes.toString('hex'));
    }
    expect(plain).toBeGreaterThan(2_500);
  });

  it('is not one of broken bytes: 30,000 documents with bytes changed, cut off or put in', () => {
    const random = createRandom(2);
    let plain = 0;
    for (let n = 0; n < 30_000; n++) {
      const bytes = mutant(random, encode(documentFrom(random)));
      if (!isPlain(bytes)) continue;
      plain += 1;
      if (normal(bytes)?.equals(bytes) !== true) throw new Error(bytes.toString('hex'));
    }
    expect(plain).toBeGreaterThan(500);
  });

  it('is one that the product writes often: texts, numbers, dates, documents in arrays', () => {
    const push = {
      key: 'm:1',
      at: new Date(),
      in: { kind: 'text', text: '钱包被盗了' },
      acts: [{ kind: 'note-answer' }],
    };
    const doc = { customer: 'c', version: 1, followed: true, window: [{ left: 5 }], pushes: [push, push], misses: 0 };
    expect(isPlain(Buffer.from(BSON.serialize(doc)))).toBe(true);
  });

  it.each([
    ['a name twice', '13000000106100010000001061000200000000'],
    ['a text that is not UTF-8', '0f0000000261000300000 0ffff0000'],
    ['a boolean of two', '090000000861000200'],
    ['an array whose elements are misnumbered', '14000000046100 0c0000001031000100000000 00'],
    ['more behind its end', '050000000000'],
    ['nothing', ''],
  ])('is not one with %s', (_name, hex) => {
    expect(isPlain(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toBe(false);
  });

  it('gives the same fields, and takes its id to the front, as the document decoded', () => {
    const random = createRandom(3);
    let plain = 0;
    for (let n = 0; n < 3_000; n++) {
      const doc = documentFrom(random);
      const bytes = encode(doc);
      const wanted = new Set(['_id', 'at', random.pick(names)]);
      const some = Object.fromEntries(Object.entries(decode(bytes)).filter(([name]) => wanted.has(name)));
      same(encode(decodeFields(bytes, wanted)), encode(some));

      if (!isPlain(bytes)) continue;
      plain += 1;
      const { _id, ...rest } = decode(bytes);
      if (_id !== undefined) same(withIdFirst(bytes), encode(withId(_id, decode(bytes))));
      same(withIdBefore('c1', encode(rest)), encode(withId('c1', rest)));
    }
    expect(plain).toBeGreaterThan(500);
  });
});

function same(one: Buffer | undefined, other: Buffer): void {
  if (one?.equals(other) !== true)
    throw new Error(`${one?.toString('hex') ?? 'nothing'} is not ${other.toString('hex')}`);
}

function mutant(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length);
  const kind = random.below(4);
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(3)), bytes.subarray(at)]);
  const changed = Buffer.from(bytes);
  for (let times = kind; times > 0; times--)
    changed[random.below(bytes.length)] = random.pick([0, 1, 2, 3, 255, random.below(256)]);
  return changed;
}
