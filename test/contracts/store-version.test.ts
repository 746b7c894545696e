import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { rm } from 'node:fs/promises';
import { bringUpToDate, schemaVersion, StoreTooNewError } from '../../src/store/version.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Meta = { _id: string; version: number };

let at: TestStore;
let isOpen: boolean;
beforeEach(async () => {
  at = await openTestStore();
  isOpen = true;
});
afterEach(async () => {
  if (isOpen) await at.close();
  else await removeClosed();
});

/** What a store that can't be opened any more leaves behind. */
async function removeClosed(): Promise<void> {
  await rm(at.dataDir, { recursive: true, force: true });
  if (at.kind === 'embedded') return;
  const client = await MongoClient.connect(process.env.MONGODB_URI ?? '');
  await client.db(at.connection.name).dropDatabase();
  await client.close();
}

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

  it('stops the start of an older release, by name', async () => {
    await at.connection
      .collection<Meta>('meta')
      .updateOne({ _id: 'schema' }, { $set: { version: schemaVersion + 9 } }, { upsert: true });

    isOpen = false;
    await expect(at.reopen()).rejects.toThrow(`this release knows ${schemaVersion}`);
  });
});
