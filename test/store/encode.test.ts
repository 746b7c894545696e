import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { encode, encodeRow } from '../../src/store/documents/encode.ts';
import type { Doc } from '../../src/store/documents/values.ts';
import { bsonDocuments } from '../support/bson-documents.ts';

const theirs = mongo.BSON;

describe('a document that is written', () => {
  it("has the bytes that the driver's encoder gives it, whichever copy of the library its values are of", () => {
    fc.assert(
      fc.property(bsonDocuments, (doc) => {
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

  it('has what a value of another class says is to be stored of it, and no place for what says nothing', () => {
    class Named {
      readonly text = '很长的';
      toBSON = () => ({ textId: 'a' });
    }
    const doc = { a: [new Named()], b: { toBSON: 'a field' } };
    expect(encode(doc)).toEqual(Buffer.from(theirs.serialize(doc)));
    expect(theirs.deserialize(encode(doc))).toEqual({ a: [{ textId: 'a' }], b: { toBSON: 'a field' } });
    expect(() => encode({ a: new Map() })).toThrow('A value of the class Map has no BSON');
  });
});
