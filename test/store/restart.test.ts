import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../src/store/embedded/engine.ts';

const documents = 100_000;
const onDeath = (error: Error): never => {
  throw error;
};

describe('a store of 100,000 documents', () => {
  it('is open again, counted and with its indexes, for less than half a second of work', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'store-restart-'));
    const file = join(folder, 'store.lmdb');
    const first = openEngine(file, onDeath);
    await first.write(() => {
      const items = first.catalog.create('desk.items');
      for (let n = 0; n < documents; n++)
        first.table.insert(items, { doc: { _id: `i${n}`, text: '转账还没有到账。'.repeat(5) } });
    });
    await first.close();

    const before = process.cpuUsage();
    const again = openEngine(file, onDeath);
    const { user, system } = process.cpuUsage(before);
    const count = again.catalog.find('desk.items')?.count;
    await again.close();
    await rm(folder, { recursive: true, force: true });

    expect(count).toBe(documents);
    expect((user + system) / 1000).toBeLessThan(500);
  }, 120_000);
});
