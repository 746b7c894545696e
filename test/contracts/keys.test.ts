import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { protectedKey } from '../../src/store/keys-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const [first, second, third] = [
  'a sample secret, the first of all',
  'a sample secret, the second one',
  'a third sample',
];

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await protectedKey(store.connection, 'any', []);
  await ensureIndexes(store.connection);
});
afterAll(() => store.close());

const stored = async (id: string) =>
  JSON.stringify(await store.connection.collection<{ _id: string }>('keys').findOne({ _id: id }));

describe('a key in the store', () => {
  it('is the same for all who know a secret, and is not to be read without', async () => {
    const all = await Promise.all([1, 2, 3].map(() => protectedKey(store.connection, 'files', [first])));
    const [one] = all.map(({ key }) => key.toString('base64'));

    expect(new Set(all.map(({ key }) => key.toString('base64'))).size).toBe(1);
    expect(await stored('files')).not.toContain(one);
    expect(await stored('files')).not.toContain('"key"');
  });

  it('stays the same while secrets are changed one after the other', async () => {
    const { key } = await protectedKey(store.connection, 'turned', [first]);

    expect((await protectedKey(store.connection, 'turned', [second, first])).key.equals(key)).toBe(true);
    expect(await protectedKey(store.connection, 'turned', [second])).toEqual({ key, lost: false });
  });

  it('that lay open is put under the first secret there is', async () => {
    const { key } = await protectedKey(store.connection, 'open', []);
    expect(await stored('open')).toContain(key.toString('base64'));

    expect((await protectedKey(store.connection, 'open', [first])).key.equals(key)).toBe(true);
    expect(await stored('open')).not.toContain(key.toString('base64'));
  });

  it('that no secret opens is replaced, and is there again with its secret', async () => {
    const { key } = await protectedKey(store.connection, 'gone', [first]);
    const other = await protectedKey(store.connection, 'gone', [third]);

    expect(other.lost).toBe(true);
    expect(other.key.equals(key)).toBe(false);
    expect((await protectedKey(store.connection, 'gone', [third])).key.equals(other.key)).toBe(true);
    expect(await protectedKey(store.connection, 'gone', [first])).toEqual({ key, lost: false });
  });
});
