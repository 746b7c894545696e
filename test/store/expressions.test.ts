import { describe, expect, it } from '@jest/globals';
import { Decimal128, type Document, Double, Long } from 'mongodb';
import { useEmbedded } from '../support/embedded.ts';

const { db, holding } = useEmbedded();

async function through(docs: readonly Document[], ...pipeline: Document[]): Promise<Document[]> {
  return (await holding(docs)).aggregate(pipeline).toArray();
}

/** What an expression makes of a document; undefined where nothing comes out. */
async function valueOf(expression: unknown, doc: Document = {}): Promise<unknown> {
  const [found] = await through([{ _id: 1, ...doc }], { $project: { _id: 0, value: expression } });
  return found?.value as unknown;
}

describe('an expression', () => {
  it.each<[string, unknown, unknown, Document?]>([
    ['of one operand in a list', { $reverseArray: [[1, 2]] }, [2, 1]],
    ['the greatest of one array', { $max: [[1, 3]] }, 3],
    ['the sum of one array', { $sum: [[1, 3]] }, 4],
    ['a number without its fraction', { $trunc: 1.9 }, 1],
    ['half to the even digit', { $round: [2.5, 0] }, 2],
    ['nothing in small letters', { $toLower: null }, ''],
    ['a stored long', { $type: '$v' }, 'long', { v: Long.fromNumber(1) }],
    ['a stored double that is whole', { $type: '$v' }, 'double', { v: new Double(1) }],
    ['a stored decimal', { $type: '$v' }, 'decimal', { v: Decimal128.fromString('1') }],
    ['no field', { $type: '$v' }, 'missing'],
    ['a type within another', { $cond: [{ $eq: [{ $type: '$v' }, 'long'] }, 1, 2] }, 1, { v: Long.fromNumber(1) }],
    [
      'a branch',
      { $switch: { branches: [{ case: { $gt: ['$v', 1] }, then: 'more' }], default: 'less' } },
      'more',
      { v: 2 },
    ],
    ['a length in characters', { $strLenCP: '转账🔒' }, 3],
    ['a time in its zone', { $hour: { date: new Date('2026-05-06T00:00:00Z'), timezone: 'Asia/Shanghai' } }, 8],
    ['one number of two types', { $eq: ['$v', 1] }, true, { v: Long.fromNumber(1) }],
    ['missing, which is not null', { $eq: ['$v', null] }, false],
  ])('makes %s', async (...[, expression, value, doc]) => {
    expect(await valueOf(expression, doc)).toEqual(value);
  });

  it.each<[string, unknown, number]>([
    ['a text to a number', { $add: [1, 'x'] }, 14],
    ['a number to a text', { $concat: ['a', 1] }, 16702],
    ['membership of no array', { $in: [2, 3] }, 40081],
    ['no branch taken, and none for the rest', { $switch: { branches: [{ case: false, then: 1 }] } }, 40066],
    ['a number out of letters', { $toInt: 'x' }, 241],
    ['a variable that nobody gave', '$$nobody', 17276],
    ['two operators in one', { $add: [1], $sum: 1 }, 15983],
    ['the size of no array', { $size: 5 }, 17124],
    ['an operator that is not ours', { $indexOfCP: ['abc', 'b'] }, 115],
  ])('refuses %s', async (...[, expression, code]) => {
    await expect(valueOf(expression)).rejects.toMatchObject({ code });
  });
});

describe('a stage', () => {
  it.each<[string, Document[], Document, Document[]]>([
    [
      'adds a field in each element',
      [{ _id: 1, v: [{ b: 1 }, 5] }],
      { $addFields: { 'v.c': 2 } },
      [{ _id: 1, v: [{ b: 1, c: 2 }, { c: 2 }] }],
    ],
    [
      'adds beside what is there',
      [{ _id: 1, v: { b: 1 } }],
      { $set: { v: { c: 2 } } },
      [{ _id: 1, v: { b: 1, c: 2 } }],
    ],
    ['takes a field away', [{ _id: 1, v: 1, w: 1 }], { $set: { v: '$$REMOVE' } }, [{ _id: 1, w: 1 }]],
    [
      'groups null with missing',
      [{ _id: 1, v: null }, { _id: 2 }],
      { $group: { _id: '$v', n: { $sum: 1 } } },
      [{ _id: null, n: 2 }],
    ],
    ['counts nothing with nothing', [], { $count: 'n' }, []],
  ])('%s', async (...[, docs, stage, answer]) => {
    expect(await through(docs, stage)).toEqual(answer);
  });

  it.each<[string, Document, number]>([
    ['a $facet within another', { $facet: { a: [{ $facet: {} }] } }, 40600],
    ['a $sort by nothing', { $sort: {} }, 15976],
    ['a $bucket that misses a value', { $bucket: { groupBy: '$_id', boundaries: [5, 6] } }, 40066],
    ['a $limit of none', { $limit: 0 }, 15958],
    ['a $group of a path', { $group: { _id: 1, 'a.b': { $sum: 1 } } }, 40235],
  ])('refuses %s', async (...[, stage, code]) => {
    await expect(through([{ _id: 1 }], stage)).rejects.toMatchObject({ code });
  });

  it('by which an update is made keeps the types that it does not touch', async () => {
    const items = await holding([{ _id: 1, whole: new Double(2), v: [{ b: 1 }] }]);
    await items.updateOne({ _id: 1 }, [{ $set: { 'v.c': { $add: ['$whole', 1] } } }, { $unset: 'v.b' }]);
    const [found] = await items.aggregate([{ $project: { v: 1, type: { $type: '$whole' } } }]).toArray();
    expect(found).toEqual({ _id: 1, v: [{ c: 3 }], type: 'double' });
  });
});

describe('an upsert', () => {
  it.each<[string, Document, Document]>([
    [
      'what the filter demands',
      { a: 1, 'b.c': 2, d: { $in: ['x'] }, e: { $gt: 5 } },
      { a: 1, b: { c: 2 }, d: 'x', set: 1 },
    ],
    ['what every branch demands', { $and: [{ a: 1 }, { d: 'x' }] }, { a: 1, d: 'x', set: 1 }],
    ['nothing of a pattern', { a: /x/ }, { set: 1 }],
  ])('begins with %s', async (...[, filter, document]) => {
    const items = await holding([]);
    await items.updateOne(filter, { $set: { set: 1 } }, { upsert: true });
    expect(await items.findOne({}, { projection: { _id: 0 } })).toEqual(document);
  });

  it('is refused where the filter demands two things of one place', async () => {
    const items = await holding([]);
    const upsert = (filter: Document) => items.updateOne(filter, { $set: { set: 1 } }, { upsert: true });
    await expect(upsert({ $and: [{ a: 1 }, { a: 2 }] })).rejects.toMatchObject({ code: 54 });
    await expect(upsert({ a: 1, 'a.b': 2 })).rejects.toMatchObject({ code: 54 });
    await expect(upsert({ '_id.x': 1 })).rejects.toMatchObject({ code: 111 });
  });

  it('adds new fields in the order of their names, after those that were there', async () => {
    const items = await holding([{ _id: 1, z: 0 }]);
    await items.updateOne({ _id: 1 }, { $set: { c: 3, a10: 1, a9: 1 }, $inc: { b: 2 } });
    expect(Object.keys((await items.findOne({})) ?? {})).toEqual(['_id', 'z', 'a10', 'a9', 'b', 'c']);
  });
});

describe('a cursor', () => {
  it('that reached its limit is closed, though its batch was full', async () => {
    const { collectionName } = await holding([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
    const answer = await db().command({ find: collectionName, limit: 2, batchSize: 2 });
    expect(Number((answer.cursor as { id: unknown }).id)).toBe(0);
  });
});
