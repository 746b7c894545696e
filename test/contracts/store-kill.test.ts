import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openTestStore, type TestStore } from '../support/store.ts';

/** KILLS=20 for the long run; see docs/performance.md for its figures. */
const kills = Number(process.env.KILLS ?? 2);
const writeForMs = 1500;

let at: TestStore;
beforeAll(async () => {
  at = await openTestStore();
});
afterAll(() => at.close());

type Acknowledged = { readonly present: Set<string>; readonly gone: Set<string>; readonly counts: Map<string, number> };

/** Runs the writers in a process of their own and kills it with signal 9 in the middle of its writes. */
async function writeAndKill(round: number, acknowledged: Acknowledged): Promise<void> {
  const { present, gone, counts } = acknowledged;
  const uri = at.kind === 'mongodb' ? [process.env.MONGODB_URI ?? ''] : [];
  const args = [
    '--import',
    'tsx',
    'test/support/store-writer.ts',
    at.dataDir,
    at.connection.name,
    String(round),
    ...uri,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let timer: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    timer ??= setTimeout(() => child.kill('SIGKILL'), writeForMs);
    const [id = '', n] = line.slice(1).split(' ');
    if (line.startsWith('+')) present.add(id);
    else if (line.startsWith('=')) counts.set(id, Number(n));
    else if (present.delete(id)) gone.add(id);
  }
}

/** The store's own comparison of each index with each document: no key too few, and none too many. */
function checked(names: readonly string[]): Promise<unknown[]> {
  return Promise.all(
    names.map(async (name) => (await at.connection.db?.command({ validate: name }))?.valid as unknown),
  );
}

describe('after kill -9 in the middle of writing', () => {
  it(
    'every acknowledged write is there, and the index holds what the documents hold',
    async () => {
      const acknowledged: Acknowledged = { present: new Set(), gone: new Set(), counts: new Map() };
      for (let round = 0; round < kills; round++) {
        await at.store.close();
        await writeAndKill(round, acknowledged);
        at = await at.reopen();
      }

      const entries = at.connection.collection<{ _id: string; writer: number; n: number }>('entries');
      const stored = new Set((await entries.find({}, { hint: { $natural: 1 } }).toArray()).map(({ _id }) => _id));
      const indexed = new Set(
        (await entries.find({ writer: { $gte: 0 } }, { hint: { writer: 1, n: 1 } }).toArray()).map(({ _id }) => _id),
      );
      const counters = await at.connection.collection<{ _id: string; n: number }>('counters').find({}).toArray();
      const counted = new Map(counters.map(({ _id, n }) => [_id, n]));
      const { present, gone, counts } = acknowledged;

      expect(present.size).toBeGreaterThan(kills * 10);
      // The last number of a writer may have been taken away without its line being read.
      expect([...present].filter((id) => !stored.has(id) && !id.endsWith('0'))).toEqual([]);
      expect([...gone].filter((id) => stored.has(id))).toEqual([]);
      expect([...counts].filter(([id, n]) => (counted.get(id) ?? 0) < n)).toEqual([]);
      expect([...indexed].sort()).toEqual([...stored].sort());
      if (at.kind === 'embedded') expect(await checked(['entries', 'counters'])).toEqual([true, true]);
      if (process.env.KILLS)
        process.stdout.write(`${kills} kills: ${present.size} there, ${gone.size} gone, ${counts.size} counted\n`);
    },
    30_000 + kills * 15_000,
  );
});
