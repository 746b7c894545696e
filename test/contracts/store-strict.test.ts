import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoServerError } from 'mongodb';
import { collectionOf } from '../../src/store/collection.ts';
import { modelOf, retentionOf, trusted } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Card = { _id: string; holder: string; tries: number };

let at: TestStore;
beforeAll(async () => {
  at = await openTestStore();
  await cards().insertMany([
    { _id: 'a', holder: 'one', tries: 0 },
    { _id: 'b', holder: 'two', tries: 3 },
  ]);
});
afterAll(() => at.close());

const spec = {
  name: 'cards',
  retention: 'technical',
  fields: { holder: String, tries: Number },
} as const;
const cards = () => modelOf<Card>(at.connection, spec);

/** What JSON from outside may hold in place of a text. */
const smuggled = { $ne: '' } as unknown as string;
const misspelt = { holdre: 'one' } as object;

describe('a field that the schema does not know', () => {
  it.each<[string, () => PromiseLike<unknown>]>([
    ['a new document', () => cards().insertOne({ _id: 'c', ...misspelt })],
    ['many new documents', () => cards().insertMany([{ _id: 'c', ...misspelt }] as Card[])],
    ['a change', () => cards().updateOne({ _id: 'a' }, { $set: misspelt })],
    ['a bulk', () => cards().bulkWrite([{ updateOne: { filter: { _id: 'a' }, update: { $set: misspelt } } }])],
    ['the filter of a find', () => cards().find(misspelt).lean()],
    ['the filter of a count', () => cards().countDocuments(misspelt)],
    ['the filter of a change', () => cards().updateOne(misspelt, { $set: { tries: 1 } })],
    ['the filter of a removal', () => cards().deleteMany(misspelt)],
    ['the filter of a bulk', () => cards().bulkWrite([{ deleteMany: { filter: misspelt } }])],
  ])('throws in %s', async (_, work) => {
    await expect((async () => work())()).rejects.toThrow(/holdre/);
    expect(await cards().countDocuments({})).toBe(2);
  });
});

describe('an operator in place of a value', () => {
  it.each<[string, () => PromiseLike<unknown>]>([
    ['a find', () => cards().findOne({ holder: smuggled }).lean()],
    ['a count', () => cards().countDocuments({ holder: smuggled })],
    ['a claim', () => cards().findOneAndUpdate({ holder: smuggled }, { $inc: { tries: 1 } })],
    ['a change', () => cards().updateMany({ holder: smuggled }, { $inc: { tries: 1 } })],
    ['a removal', () => cards().deleteMany({ holder: smuggled })],
    [
      'a branch',
      () =>
        cards()
          .find({ $or: [{ holder: smuggled }] })
          .lean(),
    ],
    ['a bulk', () => cards().bulkWrite([{ deleteMany: { filter: { holder: smuggled } } }])],
    ['a script', () => cards().find({ $where: 'true' } as object)],
  ])('throws in %s, and changes nothing', async (_, work) => {
    await expect((async () => work())()).rejects.toThrow();
    expect(await collectionOf<Card>(at.connection, spec).find({}).sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'a', holder: 'one', tries: 0 },
      { _id: 'b', holder: 'two', tries: 3 },
    ]);
  });

  it('is taken where it is written out', async () => {
    expect(await cards().countDocuments({ tries: trusted({ $gte: 1 }) })).toBe(1);
  });
});

describe('a write that lost a race', () => {
  it('is made again by itself, through the model and through its collection', async () => {
    const driver = at.connection.getClient().db(at.connection.name).collection<Card>('races');
    const racing = { ...spec, name: 'races' };
    const races = modelOf<Card>(at.connection, racing);
    let lost = 0;
    const insertOne = driver.insertOne.bind(driver);
    // The driver's own collection, which mongoose calls, says once each what a server says to one of two writers.
    Object.assign(races.collection, {
      collection: Object.assign(driver, {
        insertOne(document: Card) {
          lost += 1;
          if (lost % 2 === 1) return Promise.reject(new MongoServerError({ message: 'deadlock detected', code: 1 }));
          return insertOne(document);
        },
      }),
    });

    await races.insertOne({ _id: 'a', holder: 'one' });
    await collectionOf<Card>(at.connection, racing).insertOne({ _id: 'b', holder: 'two', tries: 0 });

    expect(await races.countDocuments({})).toBe(2);
  });
});

describe('every collection of the product', () => {
  it('is declared, the one that holds the schema version too', () => {
    expect(retentionOf(at.connection).get('meta')).toBe('technical');
  });
});
