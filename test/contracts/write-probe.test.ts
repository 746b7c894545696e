import { expect, it } from '@jest/globals';
import { createWriteProbe } from '../../src/store/write-probe-store.ts';
import { openTestStore } from '../support/store.ts';

it('tells whether the store takes a write', async () => {
  const store = await openTestStore();
  const takesWrites = createWriteProbe(store);

  expect([await takesWrites(), await takesWrites()]).toEqual([true, true]);
  expect(await store.connection.collection('write_probe').find().toArray()).toMatchObject([{ writes: 2 }]);
  await store.close();

  expect(await takesWrites()).toBe(false);
});
