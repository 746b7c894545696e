import { describe, expect, it } from '@jest/globals';
import { Binary, type Collection, Decimal128, type Document, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'mongodb';
import { useEmbedded } from '../support/embedded.ts';

const { holding } = useEmbedded();
type Items = Collection<{ _id: number }>;

async function ids(items: Items, filter: Document, sort: Record<string, 1 | -1> = { _id: 1 }): Promise<number[]> {
  const found = await items.find(filter).sort(sort).toArray();
  return found.map(({ _id }) => _id);
}

const everyType = [
  { _id: 1, v: new MinKey() },
  { _id: 2, v: null },
  { _id: 3 },
  { _id: 4, v: 5 },
  { _id: 5, v: 'a' },
  { _id: 6, v: { a: 1 } },
  { _id: 7, v: [9] },
  { _id: 8, v: new Binary(Buffer.from('x')) },
  { _id: 9, v: new ObjectId() },
  { _id: 10, v: false },
  { _id: 11, v: new Date(-5) },
  { _id: 12, v: new Timestamp({ t: 1, i: 1 }) },
  { _id: 13, v: /a/ },
  { _id: 14, v: new MaxKey() },
  { _id: 15, v: [] },
];
const numbers = [
  { _id: 1, v: Long.fromString('9007199254740993') },
  { _id: 2, v: 9007199254740992 },
  { _id: 3, v: Decimal128.fromString('9007199254740992.5') },
  { _id: 4, v: NaN },
  { _id: 5, v: -Infinity },
  { _id: 6, v: Infinity },
  { _id: 7, v: Decimal128.fromString('NaN') },
  { _id: 8, v: -0 },
  { _id: 9, v: 0 },
  { _id: 10, v: Decimal128.fromString('-0') },
  { _id: 11, v: Decimal128.fromString('Infinity') },
];
const dates = [
  { _id: 1, v: new Date(-1) },
  { _id: 2, v: new Date(0) },
  { _id: 3, v: new Date(-8.64e15) },
  { _id: 4, v: new Date(8.64e15) },
];
const arrays = [
  { _id: 1, v: [1, 2] },
  { _id: 2, v: [[1, 2]] },
  { _id: 3, v: 1 },
  { _id: 4, v: [] },
  { _id: 5 },
  { _id: 6, v: null },
  { _id: 7, v: [null] },
  { _id: 8, v: [[1, 2], 3] },
  { _id: 9, v: [2, 1] },
];
const nested = [
  { _id: 1, v: { b: 1 } },
  { _id: 2, v: {} },
  { _id: 3, v: [] },
  { _id: 4, v: [{ b: 1 }, { c: 1 }] },
  { _id: 5, v: [1, 2] },
  { _id: 6 },
  { _id: 7, v: 5 },
  { _id: 8, v: [{ b: null }] },
  { _id: 9, v: [{ b: [] }] },
  { _id: 10, v: null },
];
const texts = [
  { _id: 1, v: 'abc' },
  { _id: 2, v: 'ABC' },
  { _id: 3, v: 'a\nbc' },
  { _id: 4, v: /abc/ },
  { _id: 5, v: ['x', 'abc'] },
];

type Order = readonly [what: string, docs: readonly Document[], sort: Record<string, 1 | -1>, order: number[]];
type Answer = readonly [what: string, docs: readonly Document[], filter: Document, answer: number[]];

describe.each([
  ['without an index', undefined],
  ['by an index', 'v'],
] as const)('%s', (_, indexed) => {
  const of = (docs: readonly Document[]) =>
    indexed === undefined ? holding(docs) : holding(docs, { v: 1 }, { 'v.b': 1 }, { v: 1, _id: 1 });

  it.each<Order>([
    ['types', everyType, { v: 1, _id: 1 }, [1, 15, 2, 3, 4, 7, 5, 6, 8, 9, 10, 11, 12, 13, 14]],
    ['types, downwards', everyType, { v: -1, _id: 1 }, [14, 13, 12, 11, 10, 9, 8, 6, 5, 7, 4, 2, 3, 15, 1]],
    ['numbers of all kinds', numbers, { v: 1, _id: 1 }, [4, 7, 5, 8, 9, 10, 2, 3, 1, 6, 11]],
    ['times, long past and far off', dates, { v: 1 }, [3, 1, 2, 4]],
    ['arrays, by their least', arrays, { v: 1, _id: 1 }, [4, 5, 6, 7, 1, 3, 9, 8, 2]],
    ['fields of documents in arrays', nested, { 'v.b': 1, _id: 1 }, [9, 2, 3, 4, 5, 6, 7, 8, 10, 1]],
  ])('%s stand in their order', async (...[, docs, sort, order]) => {
    expect(await ids(await of(docs), {}, sort)).toEqual(order);
  });

  it.each<Answer>([
    [
      'above MinKey, what is missing too',
      everyType,
      { v: { $gt: new MinKey() } },
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    ],
    ['below MaxKey', everyType, { v: { $lt: new MaxKey() } }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15]],
    ['null or more', everyType, { v: { $gte: null } }, [2, 3]],
    ['null by type', everyType, { v: { $type: 'null' } }, [2]],
    ['zero, whatever its sign and kind', numbers, { v: 0 }, [8, 9, 10]],
    ['no number', numbers, { v: NaN }, [4, 7]],
    ['below zero: never NaN', numbers, { v: { $lt: 0 } }, [5]],
    ['a long beyond doubles', numbers, { v: Long.fromString('9007199254740993') }, [1]],
    ['above a decimal between two', numbers, { v: { $gt: Decimal128.fromString('9007199254740992.5') } }, [1, 6, 11]],
    ['before 1970', dates, { v: { $lt: new Date(0) } }, [1, 3]],
    ['an array, whole or as an element', arrays, { v: [1, 2] }, [1, 2, 8]],
    ['an empty array', arrays, { v: [] }, [4]],
    ['null, missing, or among others', arrays, { v: null }, [5, 6, 7]],
    ['not null', arrays, { v: { $ne: null } }, [1, 2, 3, 4, 8, 9]],
    ['above an array', arrays, { v: { $gt: [1, 2] } }, [2, 8, 9]],
    ['an element null', arrays, { v: { $elemMatch: { $eq: null } } }, [7]],
    ['two elements', arrays, { v: { $all: [1, 2] } }, [1, 9]],
    ['each bound by an element of its own', arrays, { v: { $gt: 1, $lt: 2 } }, [1, 9]],
    ['not there', arrays, { v: { $exists: false } }, [5]],
    ['the first element', arrays, { 'v.0': 1 }, [1, 2, 8]],
    ['a field null or missing in some element', nested, { 'v.b': null }, [2, 4, 6, 7, 8, 10]],
    ['a field in no element', nested, { 'v.b': { $exists: false } }, [2, 3, 5, 6, 7, 10]],
    ['a field that is 1 nowhere', nested, { 'v.b': { $ne: 1 } }, [2, 3, 5, 6, 7, 8, 9, 10]],
    ['a field null or 1', nested, { 'v.b': { $in: [null, 1] } }, [1, 2, 4, 6, 7, 8, 10]],
    ['a pattern, and itself', texts, { v: /abc/ }, [1, 4, 5]],
    ['a pattern from the start', texts, { v: /^a/ }, [1, 3, 5]],
    ['a pattern among texts', texts, { v: { $in: [/abc/, 'ABC'] } }, [1, 2, 4, 5]],
    ['no pattern', texts, { v: { $not: /abc/ } }, [2, 3]],
    ['a pattern line by line', texts, { v: { $regex: '^b', $options: 'm' } }, [3]],
  ])('finds %s', async (...[, docs, filter, answer]) => {
    expect(await ids(await of(docs), filter)).toEqual(answer);
  });
});

describe('a unique key', () => {
  const taken = { code: 11000 };

  it.each([
    ['missing and missing', { u: 1 }, {}, [{}, {}]],
    ['null and missing', { u: 1 }, {}, [{ u: null }, {}]],
    ['null and null, where sparse', { u: 1 }, { sparse: true }, [{ u: null }, { u: null }]],
    ['1 and its double', { u: 1 }, {}, [{ u: 1 }, { u: Long.fromNumber(1) }]],
    ['1 and its decimal', { u: 1 }, {}, [{ u: 1 }, { u: Decimal128.fromString('1.00') }]],
    ['0 and -0', { u: 1 }, {}, [{ u: 0 }, { u: -0 }]],
    ['an element of both', { u: 1 }, {}, [{ u: [1, 2] }, { u: [2, 3] }]],
    [
      'null twice where it exists',
      { u: 1 },
      { partialFilterExpression: { u: { $exists: true } } },
      [{ u: null }, { u: null }],
    ],
  ] as const)('is taken: %s', async (...[, key, options, docs]) => {
    const items = await holding([]);
    await items.createIndexes([{ key, ...options, unique: true }]);
    await items.insertOne({ ...docs[0], _id: 1 });
    await expect(items.insertOne({ ...docs[1], _id: 2 })).rejects.toMatchObject(taken);
  });

  it('is free: missing where sparse, an element twice in one document, order of fields', async () => {
    const items = await holding([]);
    await items.createIndexes([{ key: { u: 1 }, unique: true, sparse: true }]);
    await items.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, u: [1, 1] }, { _id: 4, u: { a: 1, b: 2 } }] as {
      _id: number;
    }[]);
    await items.insertOne({ _id: 5, u: { b: 2, a: 1 } } as { _id: number });
    expect(await items.countDocuments({})).toBe(5);
  });

  it('that is taken is told with its pattern and value', async () => {
    const items = await holding([]);
    await items.createIndexes([{ key: { a: 1, b: -1 }, unique: true }]);
    await items.insertOne({ _id: 1, a: 1, b: 'x' } as { _id: number });
    await expect(items.insertOne({ _id: 2, a: 1, b: 'x' } as { _id: number })).rejects.toMatchObject({
      ...taken,
      keyPattern: { a: 1, b: -1 },
      keyValue: { a: 1, b: 'x' },
      message: expect.stringContaining('index: a_1_b_-1 dup key: { a: 1, b: "x" }') as unknown,
    });
  });
});
