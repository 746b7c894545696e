import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupStore, restoreStore } from '../../src/store/backup.ts';
import { connectStore } from '../../src/store/connect.ts';

let folder: string;
const report = (): void => undefined;
const open = (name: string) =>
  connectStore({
    dataDir: join(folder, name),
    onDeath(error) {
      throw error;
    },
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-backup-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a backup', () => {
  it('is taken while the store is in use, and restores documents and indexes', async () => {
    const store = await open('live');
    const items = store.connection.collection<{ _id: string; n: number }>('items');
    await items.createIndexes([{ key: { n: 1 }, unique: true }]);
    await items.insertMany(Array.from({ length: 500 }, (_, n) => ({ _id: `i${n}`, n })));

    await backupStore({ dataDir: join(folder, 'live'), to: join(folder, 'copy'), report });
    await items.deleteMany({});
    await store.close();
    await restoreStore({ from: join(folder, 'copy'), dataDir: join(folder, 'restored'), report });

    const restored = await open('restored');
    const again = restored.connection.collection<{ _id: string; n: number }>('items');
    expect(await again.countDocuments({})).toBe(500);
    await expect(again.insertOne({ _id: 'other', n: 7 })).rejects.toMatchObject({ code: 11000 });
    await restored.close();
  });

  it('is not restored over a store, nor when it is not what was backed up', async () => {
    const store = await open('live');
    await store.connection.collection('items').insertOne({ _id: 'a' as never });
    await store.close();
    await backupStore({ dataDir: join(folder, 'live'), to: join(folder, 'copy'), report });
    const manifest = join(folder, 'copy', 'manifest.json');
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/"count": 1/g, '"count": 2'));

    await expect(restoreStore({ from: join(folder, 'copy'), dataDir: join(folder, 'live'), report })).rejects.toThrow(
      /holds a store/,
    );
    await expect(restoreStore({ from: join(folder, 'copy'), dataDir: join(folder, 'new'), report })).rejects.toThrow(
      /not what was backed up/,
    );
  });
});
