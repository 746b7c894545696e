import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoServerError } from 'mongodb';
import { isDuplicate, withRetry } from '../../src/store/retry.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Item = { _id: string; number?: string; state?: string; openId?: string; count?: number };

let at: TestStore;
beforeAll(async () => {
  at = await openTestStore();
});
afterAll(() => at.close());

async function errorOf(work: Promise<unknown>): Promise<MongoServerError> {
  const error: unknown = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof MongoServerError) return error;
  throw new Error('The write was not refused', { cause: error });
}

describe('a unique index', () => {
  it('refuses the second document with a key, and says which key', async () => {
    const items = at.connection.collection<Item>('numbers');
    await items.createIndexes([{ key: { number: 1 }, unique: true }]);
    await items.insertOne({ _id: 'a', number: 'K1' });

    const error = await errorOf(items.insertOne({ _id: 'b', number: 'K1' }));

    expect(error.code).toBe(11000);
    expect(error.message).toMatch(/duplicate key/i);
    // A compatible server may leave them out; MongoDB has them since 4.2, and the embedded store always.
    if (at.kind === 'embedded') expect([error.keyPattern, error.keyValue]).toEqual([{ number: 1 }, { number: 'K1' }]);
    expect(isDuplicate(error)).toBe(true);
  });

  it.each([1, -1] as const)('has exact edges, read in either direction (%i)', async (way) => {
    const items = at.connection.collection<Item>(`edges${String(way)}`);
    await items.createIndexes([{ key: { number: 1 }, unique: true }]);
    await items.insertMany(['a', 'b', 'c', 'd'].map((_id) => ({ _id, number: _id })));

    for (const field of ['_id', 'number'] as const) {
      for (const [range, ids] of [
        [{ $lt: 'c' }, 'ab'],
        [{ $lte: 'c' }, 'abc'],
        [{ $gt: 'b' }, 'cd'],
        [{ $gte: 'b' }, 'bcd'],
        [{ $gt: 'a', $lt: 'd' }, 'bc'],
      ] as const) {
        const found = await items
          .find({ [field]: range })
          .sort({ [field]: way })
          .toArray();
        const read = found.map(({ _id }) => _id);
        expect((way === 1 ? read : read.reverse()).join('')).toBe(ids);
      }
    }
  });

  it('refuses an update into a taken key, and leaves the document as it was', async () => {
    const items = at.connection.collection<Item>('changed');
    await items.createIndexes([{ key: { number: 1 }, unique: true }]);
    await items.insertMany([
      { _id: 'a', number: 'K1' },
      { _id: 'b', number: 'K2' },
    ]);

    const error = await errorOf(items.updateOne({ _id: 'b' }, { $set: { number: 'K1', state: 'x' } }));

    expect(error.code).toBe(11000);
    expect(await items.findOne({ _id: 'b' })).toEqual({ _id: 'b', number: 'K2' });
  });

  it('keeps one document in flight for each customer where it is partial', async () => {
    const items = at.connection.collection<Item>('lanes');
    await items.createIndexes([{ key: { openId: 1 }, unique: true, partialFilterExpression: { state: 'sending' } }]);
    await items.insertMany([
      { _id: 'a', openId: 'o1', state: 'sending' },
      { _id: 'b', openId: 'o1', state: 'queued' },
      { _id: 'c', openId: 'o1', state: 'queued' },
    ]);

    const error = await errorOf(items.updateOne({ _id: 'b' }, { $set: { state: 'sending' } }));
    await items.updateOne({ _id: 'a' }, { $set: { state: 'sent' } });
    const next = await items.updateOne({ _id: 'b' }, { $set: { state: 'sending' } });

    expect(error.code).toBe(11000);
    expect(next.modifiedCount).toBe(1);
  });

  it('stops an ordered list at the first duplicate, and goes on with an unordered one', async () => {
    const items = at.connection.collection<Item>('lists');
    const docs = (): Item[] => ['a', 'a', 'b'].map((_id) => ({ _id }));

    const ordered = await errorOf(items.insertMany(docs(), { ordered: true }));
    const afterOrdered = await items.countDocuments({});
    const unordered = await errorOf(items.insertMany(docs(), { ordered: false }));

    expect([ordered.code, unordered.code]).toEqual([11000, 11000]);
    expect(afterOrdered).toBe(1);
    expect(await items.countDocuments({})).toBe(2);
  });
});

describe('upserts at the same moment', () => {
  it('make one document, and lose none of the changes', async () => {
    const items = at.connection.collection<Item>('counters');

    const values = await Promise.all(
      Array.from({ length: 100 }, () =>
        withRetry(
          () =>
            items.findOneAndUpdate(
              { _id: 'tickets' },
              { $inc: { count: 1 } },
              { upsert: true, returnDocument: 'after' },
            ),
          {
            attempts: 30,
            alsoWhen: (error) =>
              isDuplicate(error) || (error instanceof Error && error.name === 'MongoWaitQueueTimeoutError'),
          },
        ),
      ),
    );

    const counts = values.map((value) => value?.count ?? 0).sort((a, b) => a - b);
    expect(counts).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(await items.countDocuments({})).toBe(1);
  });
});
