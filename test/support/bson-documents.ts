import { BSON as ours } from 'bson';
import fc from 'fast-check';
import { mongo } from 'mongoose';
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
/** Documents of every type of value, of both copies of the library. */
export const bsonDocuments = values.document as fc.Arbitrary<Doc>;
