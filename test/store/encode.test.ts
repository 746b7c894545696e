import { describe, expect, it } from '@jest/globals';
import { BSON as ours } from 'bson';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { encode, encodeRow } from '../../src/store/documents/encode.ts';
import type { Doc } from '../../src/store/documents/values.ts';

const theirs = mongo.BSON;
/** Also texts longer than what is written letter by letter, halves of letters, and zeros. */
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', minLength: 20, maxLength: 30 }),
  fc.constantFrom(
    '转账没到账',
    '🔒',
    'é',
    '\ud83d',
    'a\udd12b',
    '\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff',
    'a\0b',
    '很长的'.repeat(2_000),
  ),
);
const bytes = fc.uint8Array({ maxLength: 40 });
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { withCrossShrink: true, maxDepth: 4 },
    texts,
    fc.integer(),
    fc.double(),
    fc.constantFrom(-0, NaN, 2 ** 31, -(2 ** 31), 2 ** 53),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2200-01-01') }),
    bytes.map((of) => Buffer.from(of)),
    bytes.map((of) => new ours.Binary(of, 4)),
    bytes.map((of) => new theirs.Binary(of, 2)),
    fc.constantFrom(new ours.ObjectId(), new theirs.ObjectId(), new theirs.Long(5, -7), new ours.Double(3)),
    fc.constantFrom(theirs.Decimal128.fromString('1.10'), new theirs.Timestamp({ t: 5, i: 1 }), new ours.MinKey()),
    fc.constantFrom(new theirs.BSONRegExp('^a', 'i'), new theirs.Code('f()'), new theirs.Code('f()', { a: 1 })),
    fc.array(tie('value'), { maxLength: 12 }),
    tie('document'),
  ),
  document: fc.dictionary(
    fc.constantFrom('_id', 'text', 'at', 'version', '$set', '7', '名', '', 'a name that is longer than most'),
    tie('value'),
    { maxKeys: 6, noNullPrototype: true },
  ),
}));
const documents = values.document as fc.Arbitrary<Doc>;

describe('a document that is written', () => {
  it("has the bytes that the driver's encoder gives it, whichever copy of the library its values are of", () => {
    fc.assert(
      fc.property(documents, (doc) => {
        expect(encode(doc).toString('hex')).toBe(
          Buffer.from(theirs.serialize(doc, { ignoreUndefined: true })).toString('hex'),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('stands behind the bytes that are left free for it, alone or in a row, in memory of its own', () => {
    const [one, other] = [{ a: 1 }, { b: '很长的'.repeat(40_000) }];
    expect(encode(one, 3).subarray(3)).toEqual(encode(one));

    const row = encodeRow([
      { doc: one, head: 21 },
      { doc: other, head: 7 },
      { doc: one, head: 0 },
    ]);
    const [first, second] = [encode(one).length, encode(other).length];
    expect(row.subarray(21, 21 + first)).toEqual(encode(one));
    expect(row.subarray(28 + first, 28 + first + second)).toEqual(encode(other));
    expect(row.subarray(28 + first + second)).toEqual(encode(one));
    expect(row.buffer.byteLength).toBe(row.length);
  });

  it('is refused where a name would end before its end, and where it is nested too deeply', () => {
    expect(() => encode({ 'a\0b': 1 })).toThrow(/zero byte/);
    expect(() => encode({ a: { '名\0': 1 } })).toThrow(/zero byte/);
    expect(() => encode({ a: new theirs.BSONRegExp('a', '') })).not.toThrow();

    let deep: Doc = {};
    for (let depth = 0; depth < 300; depth++) deep = { deep };
    expect(() => encode(deep)).toThrow(/nested/);
    expect(encode({ a: 1 })).toEqual(encode({ a: 1 }));
  });

  it('has no place for what BSON does not know', () => {
    expect(() => encode({ a: new Map() })).toThrow('A value of the class Map has no BSON');
  });
});
