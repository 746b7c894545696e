import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { directOf } from '../../src/store/direct.ts';
import { createMany, type Many } from '../../src/store/many.ts';
import type { CollectionSpec } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const spec: CollectionSpec = {
  name: 'cards',
  retention: 'technical',
  fields: { version: Number, holder: String, at: Date, share: Number, notes: [String], seal: Buffer },
};
type Card = { readonly _id: string; readonly version: number; readonly holder?: string };

let store: TestStore;
let many: Many<Card>;
beforeAll(async () => {
  store = await openTestStore();
  many = createMany<Card>(store.connection, spec);
});
afterAll(() => store.close());

const put = (id: string, from: number, more: object = {}) => ({
  filter: { _id: id, version: from },
  replacement: { version: from + 1, ...more },
  upsert: from === 0,
});

describe('many documents at once', () => {
  it('are asked of the store in this process directly', () => {
    expect(directOf(store.connection) !== undefined).toBe(store.kind === 'embedded');
  });

  it('are each replaced, added or left alone by themselves, and what one meets stops no other', async () => {
    await many.replace([put('known', 0), put('later', 0), put('later', 1)]);

    const { done, faults } = await many.replace([
      put('known', 1, { holder: '张' }),
      put('new', 0),
      put('later', 7),
      put('known', 0),
      put('last', 0),
    ]);

    expect(done).toBe(3);
    expect([...faults].map(([index, { code }]) => [index, code])).toEqual([[3, 11000]]);
    const found = await many.find(['known', 'new', 'later', 'last', 'nobody']);
    expect(found.map(({ _id, version }) => `${_id} ${version}`).toSorted()).toEqual([
      'known 2',
      'last 1',
      'later 2',
      'new 1',
    ]);
  });

  it('come back as they were written, without what was undefined', async () => {
    const at = new Date('2026-11-01T08:00:00.123Z');
    const written = {
      holder: '李😀',
      at,
      share: 0.5,
      big: 2 ** 40,
      notes: ['一', ''],
      deep: [{ a: { b: null } }],
      no: false,
    };
    await many.replace([put('whole', 0, { ...written, gone: undefined, seal: Buffer.from('sealed') })]);

    const [found] = await many.find(['whole']);

    expect(found).toEqual({ _id: 'whole', version: 1, ...written, seal: expect.any(mongo.Binary) as unknown });
    expect(Object.keys(found ?? {})).not.toContain('gone');
  });

  it('are all found, also when they are more than one message holds', async () => {
    const ids = Array.from({ length: 200 }, (_, at) => `large-${at}`);
    const holder = '大'.repeat(40_000);
    for (let at = 0; at < ids.length; at += 50) {
      await many.replace(ids.slice(at, at + 50).map((id) => put(id, 0, { holder })));
    }

    const found = await many.find(ids);

    expect(new Set(found.map(({ _id }) => _id)).size).toBe(200);
    expect(found.every((card) => card.holder === holder)).toBe(true);
  });

  it('are added under keys of their own, and what is there already stays as it is', async () => {
    const card = (id: string, more: object = {}) => ({ _id: id, version: 1, ...more });
    await many.add([card('there', { holder: '王' })]);

    await many.add([card('first', { gone: undefined }), card('there', { holder: '赵' }), card('second')]);
    await many.add([]);

    const found = await many.find(['first', 'there', 'second']);
    expect(found.map(({ _id, holder }) => [_id, holder]).toSorted()).toEqual([
      ['first', undefined],
      ['second', undefined],
      ['there', '王'],
    ]);
    expect(Object.keys(found.find(({ _id }) => _id === 'first') ?? {})).toEqual(['_id', 'version']);
  });

  it('are not passed over in silence where one meets anything but itself', async () => {
    const large = 'x'.repeat(17_000_000);

    await expect(
      many.add([
        { _id: 'small', version: 1 },
        { _id: 'too-large', version: 1, holder: large },
      ]),
    ).rejects.toThrow();
  });

  it('are refused like any command where the store is closed', async () => {
    const closed = await openTestStore();
    const gone = createMany<Card>(closed.connection, spec);
    await gone.replace([put('any', 0)]);
    await closed.close();

    await expect(gone.replace([put('any', 1)])).rejects.toThrow(mongo.MongoError);
    await expect(gone.find(['any'])).rejects.toThrow(mongo.MongoError);
  });
});

describe('what the store of this process refuses as a whole', () => {
  it('is an error of MongoDB with its code', async () => {
    const direct = directOf(store.connection);
    if (!direct) return;

    await expect(direct.write({ nonsense: 1, $db: 'any' }, 'updates', [{}])).rejects.toMatchObject({ code: 59 });
  });
});
