import { describe, expect, it } from '@jest/globals';
import type { AnyBulkWriteOperation, Document, Filter } from 'mongodb';
import { Double, Long, MongoBulkWriteError, ObjectId } from 'mongodb';
import { useEmbedded } from '../support/embedded.ts';
import { createOperations, randomFrom } from '../support/random-operations.ts';

const { db, holding } = useEmbedded();

const unique = { key: { number: 1 }, unique: true, partialFilterExpression: { number: { $exists: true } } };
const keys = [{ state: 1, priority: -1 }, { tags: 1 }, { 'owner.id': 1 }, { any: 1 }] as const;
type Outcome = { n: number; modified: number; upserted: number; errors: number[][] };

/** The driver sends a list's documents each for itself: those may be stored as they came. */
async function bulk(name: string, operations: AnyBulkWriteOperation<{ _id: string }>[]): Promise<Outcome> {
  const collection = db().collection<{ _id: string }>(name);
  const result = await collection.bulkWrite(operations, { ordered: false }).catch((error: unknown) => error);
  const { matchedCount, modifiedCount, upsertedCount, insertedCount } =
    result instanceof MongoBulkWriteError ? result.result : (result as MongoBulkWriteError['result']);
  const errors = result instanceof MongoBulkWriteError ? [result.writeErrors].flat() : [];
  return {
    n: matchedCount + upsertedCount + insertedCount,
    modified: modifiedCount,
    upserted: upsertedCount,
    errors: errors.map(({ index, code }) => [index, code]),
  };
}

/** In the command's own document they are decoded with it. */
async function whole(command: Document): Promise<Outcome> {
  const { n, nModified, upserted, writeErrors } = await db().command({ ...command, ordered: false });
  return {
    n: Number(n),
    modified: Number(nModified ?? 0),
    upserted: ((upserted as unknown[] | undefined) ?? []).length,
    errors: ((writeErrors as { index: number; code: number }[] | undefined) ?? []).map(({ index, code }) => [
      index,
      code,
    ]),
  };
}

const everything = (name: string) => db().collection(name).find({}, { raw: true }).sort({ _id: 1 }).toArray();

describe('documents stored as they came', () => {
  it('are what decoding them would have stored, with the same answers and index entries', async () => {
    const random = randomFrom(7);
    const { next } = createOperations(random, { onServer: false });
    for (const name of ['sent', 'decoded']) {
      await db()
        .collection(name)
        .createIndexes(keys.map((key) => ({ key })));
      await db().collection(name).createIndexes([unique]);
    }
    let [inserted, replaced] = [0, 0];
    for (let n = 0; n < 2_500; n++) {
      const operation = next();
      if (operation.kind === 'insert') {
        inserted += 1;
        const { docs } = operation;
        const sent = await bulk(
          'sent',
          docs.map((document) => ({ insertOne: { document: document as { _id: string } } })),
        );
        expect(sent).toEqual(await whole({ insert: 'decoded', documents: docs }));
      }
      if (operation.kind === 'replace') {
        replaced += 1;
        const { filter, doc, upsert } = operation;
        // An id that the store makes up is another one each time.
        if (upsert && !('_id' in filter)) continue;
        const sent = await bulk('sent', [{ replaceOne: { filter, replacement: doc, upsert } }]);
        expect(sent).toEqual(await whole({ update: 'decoded', updates: [{ q: filter, u: doc, upsert }] }));
      }
    }
    expect([inserted > 50, replaced > 50]).toEqual([true, true]);
    expect(await everything('sent')).toEqual(await everything('decoded'));
    for (const name of ['sent', 'decoded'])
      expect(await db().command({ validate: name })).toMatchObject({ valid: true });
  });

  it('take the place of what an id and a value find, whatever types the two are of', async () => {
    const stored = [
      1,
      1.5,
      new Double(1),
      Long.fromNumber(1),
      '1',
      [1, 2],
      [],
      null,
      undefined,
      2,
      -0,
      NaN,
      true,
      { a: 1 },
    ];
    const asked = [1, 1.5, '1', 0, NaN, { $gt: 0 }, { $in: [1] }, null, { a: 1 }];
    const names = ['asked-sent', 'asked-decoded'] as const;
    let at = 0;
    for (const version of stored) {
      for (const wanted of asked) {
        for (const [upsert, path] of [
          [false, 'version'],
          [true, 'version'],
          [false, 'version.a'],
          [false, 'other'],
        ] as const) {
          at += 1;
          const [_id, doc] = [`${at}`, version === undefined ? {} : { version }];
          for (const name of names)
            await db()
              .collection<{ _id: string }>(name)
              .insertOne({ _id, ...doc });
          const filter = { _id, [path]: wanted } as Filter<{ _id: string }>;
          const sent = await bulk(names[0], [{ replaceOne: { filter, replacement: { replaced: at }, upsert } }]);
          const updates = [{ q: filter, u: { replaced: at }, upsert }];
          expect([at, sent]).toEqual([at, await whole({ update: names[1], updates })]);
        }
      }
    }
    expect(await everything(names[0])).toEqual(await everything(names[1]));
    const strange = { filter: { _id: 'nobody', version: { $in: 1 } } as never, replacement: {} as never };
    await expect(db().collection(names[0]).replaceOne(strange.filter, strange.replacement)).rejects.toThrow(/array/);
  });

  it('keep the id that they had, and get one where they have none', async () => {
    const items = await holding([{ _id: 1, v: 1 }], { v: 1 });
    await items.replaceOne({ _id: 1 }, { v: 2, w: '文' });
    await items.replaceOne({ v: 9 }, { v: 3 }, { upsert: true });
    await db().command({ insert: items.collectionName, documents: [{ v: 4, _id: 4 }] });
    await items.insertMany([{ v: 5, _id: 5 }] as never[]);

    const found = await items.find().sort({ v: 1 }).toArray();
    expect(found.map((doc) => Object.keys(doc))).toEqual([
      ['_id', 'v', 'w'],
      ['_id', 'v'],
      ['_id', 'v'],
      ['_id', 'v'],
    ]);
    expect(found[1]?._id).toBeInstanceOf(ObjectId);
    expect(await db().command({ validate: items.collectionName })).toMatchObject({ valid: true });
  });

  it('are refused under a key that is taken, and nothing of them stays', async () => {
    const items = await holding([
      { _id: 1, v: 1 },
      { _id: 2, v: 2 },
    ]);
    await items.createIndexes([{ key: { v: 1 }, unique: true }]);
    const name = items.collectionName;

    expect(await bulk(name, [{ insertOne: { document: { _id: 3, v: 2 } as never } }])).toMatchObject({
      errors: [[0, 11000]],
    });
    const taken = { replaceOne: { filter: { _id: 1 } as never, replacement: { v: 2 } as never } };
    expect(await bulk(name, [taken])).toMatchObject({ n: 0, errors: [[0, 11000]] });
    expect(await items.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, v: 1 },
      { _id: 2, v: 2 },
    ]);
    expect(await db().command({ validate: name })).toMatchObject({ valid: true, nrecords: 2 });
  });
});

describe('documents asked for by some hundred ids', () => {
  it('are found by them alone, each once, in the order of the ids', async () => {
    const items = db().collection<{ _id: string }>('asked');
    await items.insertMany(Array.from({ length: 2_000 }, (_, n) => ({ _id: `i${String(n).padStart(4, '0')}` })));
    const asked = Array.from({ length: 400 }, (_, n) => `i${String(1_900 + ((n * 7) % 300)).padStart(4, '0')}`);
    const filter = { _id: { $in: asked } };

    const there = [...new Set(asked)].filter((id) => id < 'i2000').sort();
    expect((await items.find(filter).toArray()).map(({ _id }) => _id)).toEqual(there);
    expect(await items.countDocuments(filter)).toBe(there.length);
    const backwards = await items.find(filter).sort({ _id: -1 }).skip(1).limit(3).toArray();
    expect(backwards.map(({ _id }) => _id)).toEqual(there.slice(-4, -1).reverse());
    const { executionStats } = (await items.find(filter).explain('executionStats')) as { executionStats: Document };
    expect(executionStats).toMatchObject({ totalDocsExamined: there.length, nReturned: there.length });
  });
});
