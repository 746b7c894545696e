import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { decode, decodePromoted } from '../../src/store/documents/decode.ts';
import { encode } from '../../src/store/documents/encode.ts';
import type { Doc } from '../../src/store/documents/values.ts';
import { bsonDocuments } from '../support/bson-documents.ts';

const { BSON } = mongo;
const written = (doc: Doc) => Buffer.from(BSON.serialize(doc));

describe('a document that is read as the driver reads it', () => {
  it('is what its decoder gives, where that has no classes but dates', () => {
    let read = 0;
    fc.assert(
      fc.property(bsonDocuments, (doc) => {
        const bytes = encode(doc);
        const ours = decodePromoted(bytes);
        if (!ours) return;
        read += 1;
        expect(ours).toStrictEqual(BSON.deserialize(bytes));
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(300);
  });

  it('is whole numbers as numbers, whatever their size in the store', () => {
    const doc = { a: new BSON.Double(3), b: new BSON.Long(5, 7), c: new BSON.Int32(2), d: 0.5, e: -(2 ** 52) };
    const bytes = written(doc);
    expect(decodePromoted(bytes)).toStrictEqual({ a: 3, b: 7 * 2 ** 32 + 5, c: 2, d: 0.5, e: -(2 ** 52) });
    expect(decode(bytes)).not.toEqual(decodePromoted(bytes));
  });

  it.each([
    ['an id', new BSON.ObjectId()],
    ['bytes', Buffer.from('abc')],
    ['a long number', BSON.Long.MAX_VALUE],
    ['a pattern', /a/],
    ['a reference', { $ref: 'customers', $id: 'a' }],
    ['an id in a list in a document', { a: [{ b: new BSON.ObjectId() }] }],
  ])('is left to its decoder where it has %s', (_what, value) => {
    expect(decodePromoted(written({ before: 1, value }))).toBeUndefined();
    expect(decodePromoted(written({ $ref: 'customers', $id: 'a' }))).toBeUndefined();
    expect(decodePromoted(written({ before: 1 }))).toStrictEqual({ before: 1 });
  });

  it('is refused where it is cut short, and the next one is read', () => {
    const bytes = written({ text: '转账没到账', at: new Date(0) });
    expect(() => decodePromoted(bytes.subarray(0, -3))).toThrow(/cut short/);
    expect(decodePromoted(bytes)).toStrictEqual({ text: '转账没到账', at: new Date(0) });
    expect(decode(written({ long: new BSON.Long(1, 0) })).long).toBeInstanceOf(Object);
  });
});
