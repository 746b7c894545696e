import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bringUpToDate, schemaVersion, StoreTooNewError } from '../../src/store/version.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Meta = { _id: string; version: number };

let at: TestStore;
beforeAll(async () => {
  at = await openTestStore();
});
afterAll(() => at.close());

describe('the schema version', () => {
  it('is noted when a store is opened for the first time', async () => {
    expect(await at.connection.collection<Meta>('meta').findOne({ _id: 'schema' })).toEqual({
      _id: 'schema',
      version: schemaVersion,
    });
  });

  it('goes forward by each step once, in order', async () => {
    const ran: number[] = [];
    const steps = [schemaVersion + 2, schemaVersion + 1].map((to) => ({
      to,
      run: () => {
        ran.push(to);
        return Promise.resolve();
      },
    }));

    await bringUpToDate(at.connection, { steps, version: schemaVersion + 2 });
    await bringUpToDate(at.connection, { steps, version: schemaVersion + 2 });

    expect(ran).toEqual([schemaVersion + 1, schemaVersion + 2]);
  });

  it('of a newer release is refused, and left alone', async () => {
    const meta = at.connection.collection<Meta>('meta');
    await meta.updateOne({ _id: 'schema' }, { $set: { version: schemaVersion + 9 } });

    await expect(bringUpToDate(at.connection)).rejects.toThrow(StoreTooNewError);
    expect(await meta.findOne({ _id: 'schema' })).toEqual({ _id: 'schema', version: schemaVersion + 9 });
  });
});
