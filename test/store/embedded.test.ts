import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BSON, type Db, MongoClient } from 'mongodb';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Embedded, startEmbedded, StoreHeldError } from '../../src/store/start-embedded.ts';

let dataDir: string;
let embedded: Embedded;
let client: MongoClient;
let db: Db;
const onDeath = (error: Error): never => {
  throw error;
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-embedded-'));
  embedded = await startEmbedded({ dataDir, onDeath, expireEveryMs: 200 });
  client = await MongoClient.connect(embedded.uri);
  db = client.db('test');
});
afterAll(async () => {
  await client.close();
  await embedded.close();
  await rm(dataDir, { recursive: true, force: true });
});

type Item = { _id: string | number; [field: string]: unknown };
const collection = (name: string) => db.collection<Item>(name);

describe('a second process', () => {
  it('is refused within a second, and told who holds the folder', async () => {
    const start = performance.now();
    const error: unknown = await startEmbedded({ dataDir, onDeath }).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(StoreHeldError);
    expect((error as StoreHeldError).owner?.pid).toBe(process.pid);
    expect((error as Error).message).toContain(`process ${process.pid}`);
    // Starting a thread from the sources takes most of this; the refusal itself a few milliseconds.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('names from outside', () => {
  it('stay fields of their document, whatever they are called', async () => {
    const items = collection('names');
    await items.insertOne({ _id: 1, constructor: 'x' });
    await items
      .updateOne({ _id: 1 }, { $set: { '__proto__.polluted': 1, 'constructor.prototype': 1 } })
      .catch(() => undefined);
    await items.updateOne({ _id: 1 }, { $set: { toString: 'y' } });

    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(await items.countDocuments({ hasOwnProperty: { $exists: true } })).toBe(0);
    expect(await items.countDocuments({ toString: 'y' })).toBe(1);
    expect(await items.findOne({ _id: 'nothing' })).toBeNull();
  });
});

describe('a filter', () => {
  it('that says undefined finds null, and never everything', async () => {
    const items = collection('undefineds');
    await items.insertOne({ _id: 1 });

    expect((await items.deleteOne({ _id: undefined as never })).deletedCount).toBe(0);
    expect(await items.countDocuments({ _id: undefined as never })).toBe(0);
  });

  it('counts nulls once where an index holds arrays', async () => {
    const items = collection('nulls');
    await items.createIndexes([{ key: { tags: 1 } }]);
    await items.insertMany([{ _id: 1, tags: [null, null, 'a'] }, { _id: 2 }, { _id: 3, tags: [] }]);

    expect(await items.countDocuments({ tags: null })).toBe(2);
    expect(await items.countDocuments({ tags: { $in: [null, 'a'] } })).toBe(2);
  });

  it('with an operator that there is not is refused with BadValue', async () => {
    await expect(
      collection('x')
        .find({ a: { $nearly: 1 } })
        .toArray(),
    ).rejects.toMatchObject({ code: 2, codeName: 'BadValue' });
    await expect(collection('x').find({ $where: 'true' }).toArray()).rejects.toMatchObject({ code: 115 });
  });
});

describe('an update', () => {
  it('resolves $ before any operator changes the document', async () => {
    const items = collection('positions');
    await items.insertOne({ _id: 1, lines: [{ seq: 1 }, { seq: 2, seen: false }] });
    await items.updateOne({ _id: 1, 'lines.seq': 2 }, { $set: { 'lines.$.seen': true, 'lines.$.seq': 9 } });

    expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, lines: [{ seq: 1 }, { seq: 9, seen: true }] });
  });

  it('keeps the types of the numbers that it does not touch', async () => {
    const items = db.collection('numbers');
    await items.insertOne({
      _id: 1 as never,
      double: new BSON.Double(3),
      long: BSON.Long.fromString('9007199254740993'),
      int: 3,
    });
    await items.updateOne({}, { $inc: { int: 1, long: 1 } });

    const found = await items.findOne({}, { promoteValues: false, promoteLongs: false });
    expect(BSON.EJSON.stringify(found, { relaxed: false })).toBe(
      '{"_id":{"$numberInt":"1"},"double":{"$numberDouble":"3.0"},"long":{"$numberLong":"9007199254740994"},"int":{"$numberInt":"4"}}',
    );
  });

  it('never changes an _id, and says so with ImmutableField', async () => {
    const items = collection('ids');
    await items.insertOne({ _id: 1 });
    await expect(items.updateOne({ _id: 1 }, { $set: { _id: 2 } })).rejects.toMatchObject({ code: 66 });
  });
});

describe('a moment', () => {
  it.each([
    ['day', 'UTC', '2025-10-09T00:00:00.000Z'],
    ['day', 'Asia/Shanghai', '2025-10-09T16:00:00.000Z'],
    ['week', 'UTC', '2025-10-05T00:00:00.000Z'],
    ['month', 'Asia/Shanghai', '2025-09-30T16:00:00.000Z'],
  ])('is cut to its %s in %s', async (unit, timezone, start) => {
    const date = new Date('2025-10-09T17:30:00.000Z');
    const [cut] = await db
      .aggregate([{ $documents: [{ date }] }, { $project: { at: { $dateTrunc: { date: '$date', unit, timezone } } } }])
      .toArray();

    expect(cut?.at).toEqual(new Date(start));
  });
});

describe('documents past their time', () => {
  it('go by themselves where a TTL index says when', async () => {
    const items = collection('expiring');
    await items.createIndexes([{ key: { at: 1 }, expireAfterSeconds: 60 }]);
    await items.insertMany([
      { _id: 'old', at: new Date(Date.now() - 61_000) },
      { _id: 'young', at: new Date() },
      { _id: 'timeless', at: 'soon' },
    ]);

    for (let i = 0; i < 100 && (await items.countDocuments({})) > 2; i++) await wait(100);

    expect((await items.find({}).sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).toEqual(['timeless', 'young']);
  });
});

describe('the planner', () => {
  it('says which index answers a query, and when none does', async () => {
    const items = collection('planned');
    await items.createIndexes([{ key: { state: 1, priority: -1, queuedAt: 1 } }]);
    await items.insertMany(
      Array.from({ length: 50 }, (_, i) => ({
        _id: i,
        state: i % 2 ? 'queued' : 'done',
        priority: i % 3,
        queuedAt: i,
      })),
    );
    const plan = async (filter: object, sort: Record<string, 1 | -1>): Promise<string> =>
      JSON.stringify(await items.find(filter).sort(sort).explain('queryPlanner'));

    expect(await plan({ state: 'queued' }, { priority: -1, queuedAt: 1 })).toMatch(/IXSCAN/);
    expect(await plan({ state: 'queued' }, { priority: -1, queuedAt: 1 })).not.toMatch(/SORT|COLLSCAN/);
    expect(await plan({ state: { $in: ['queued', 'done'] } }, { priority: -1, queuedAt: 1 })).not.toMatch(
      /"SORT"|COLLSCAN/,
    );
    expect(await plan({ queuedAt: 3 }, {})).toMatch(/COLLSCAN/);
  });

  it('merges several stretches of an index into one order', async () => {
    const found = await collection('planned')
      .find({ state: { $in: ['queued', 'done'] } })
      .sort({ priority: -1, queuedAt: 1 })
      .limit(5)
      .toArray();
    expect(found.map(({ priority, queuedAt }) => [priority, queuedAt])).toEqual([2, 5, 8, 11, 14].map((at) => [2, at]));
  });
});

describe('what the store does not have', () => {
  it('is refused by name, and never answered with something near it', async () => {
    await expect(db.command({ mapReduce: 'x' })).rejects.toMatchObject({ code: 115 });
    await expect(db.createCollection('views', { viewOn: 'x', pipeline: [] })).rejects.toMatchObject({ code: 115 });
    await expect(collection('x').createIndexes([{ key: { text: 'text' } }])).rejects.toMatchObject({ code: 115 });
    await expect(
      collection('x')
        .aggregate([{ $graphLookup: {} }])
        .toArray(),
    ).rejects.toMatchObject({ code: 115 });
    await expect(
      collection('x')
        .aggregate([{ $project: { a: { $function: { body: 'return 1', args: [], lang: 'js' } } } }])
        .toArray(),
    ).rejects.toMatchObject({ code: 115 });
  });
});
