import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { MongoClient } from 'mongodb';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connectStore } from '../../src/store/connect.ts';
import { startEmbedded } from '../../src/store/start-embedded.ts';

let folder: string;
const onDeath = (error: Error): never => {
  throw error;
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A command of package.json, from the sources. */
function start(command: readonly string[], dataDir: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', ...command], {
    env: { ...process.env, DATA_DIR: join(folder, dataDir), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(...given: Parameters<typeof start>): Promise<{ code: unknown; out: string; complaint: string }> {
  const child = start(...given);
  if (!child.stdout || !child.stderr) throw new Error('No output');
  const [out, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[unknown]>,
  ]);
  return { code, out, complaint };
}

describe('npm run backup and npm run restore', () => {
  it('keep one moment of a store that is being written, and bring it back whole', async () => {
    const live = await connectStore({ dataDir: join(folder, 'live'), onDeath });
    const items = live.connection.collection<{ _id: number; n: number }>('items');
    await items.createIndexes([{ key: { n: 1 }, unique: true }]);
    await items.insertMany(Array.from({ length: 2000 }, (_, n) => ({ _id: n, n })));
    let written = 2000;
    const enough = new AbortController();
    const writing = (async () => {
      for (; !enough.signal.aborted; written += 10)
        await items.insertMany(Array.from({ length: 10 }, (_, k) => ({ _id: written + k, n: written + k })));
    })();

    const backup = await run(['src/cli/backup.ts', join(folder, 'copy')], 'live');
    enough.abort();
    await writing;
    await live.close();
    const restore = await run(['src/cli/restore.ts', join(folder, 'copy')], 'restored');

    expect([backup.code, restore.code, backup.complaint, restore.complaint]).toEqual([0, 0, '', '']);
    const restored = await connectStore({ dataDir: join(folder, 'restored'), onDeath });
    const again = restored.connection.collection<{ _id: number }>('items');
    const kept = (await again.find({}).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    expect(kept.length).toBeGreaterThanOrEqual(2000);
    expect(kept.length).toBeLessThanOrEqual(written);
    expect(kept.length % 10).toBe(0);
    expect(kept.at(-1)).toBe(kept.length - 1);
    expect(restore.out).toContain(`items: ${kept.length} documents\n`);
    expect(await restored.connection.db?.command({ validate: 'items' })).toMatchObject({ valid: true });
    await restored.close();
  }, 120_000);

  it('leave nothing that could be taken for a store where a backup was not finished', async () => {
    const refused = await run(['src/cli/restore.ts', join(folder, 'nowhere')], 'untouched');

    expect(refused.code).not.toBe(0);
    expect(refused.complaint).toContain('holds no backup that was finished');
    expect(existsSync(join(folder, 'untouched', 'store.lmdb'))).toBe(false);
  }, 60_000);
});

describe('npm run migrate -- --to embedded', () => {
  it('brings a database back into a folder, with its indexes', async () => {
    const server = await startEmbedded({ dataDir: join(folder, 'server'), onDeath });
    const client = await MongoClient.connect(server.uri);
    const accounts = client.db('wallet-desk').collection<{ _id: string; login: string }>('accounts');
    await accounts.createIndexes([{ key: { login: 1 }, unique: true }]);
    await accounts.insertMany(Array.from({ length: 500 }, (_, n) => ({ _id: `a${n}`, login: `agent-${n}` })));
    await client.close();

    const migrated = await run(['src/cli/migrate.ts', '--to', 'embedded'], 'home', { MONGODB_URI: server.uri });
    await server.close();

    expect(migrated.out).toContain('accounts: 500 documents copied\n');
    expect(migrated.out).toContain('Both hold the same documents. Take away MONGODB_URI and start.');
    expect(migrated.code).toBe(0);
    const home = await connectStore({ dataDir: join(folder, 'home'), onDeath });
    const copied = home.connection.collection<{ _id: string; login: string }>('accounts');
    expect(await copied.countDocuments({})).toBe(500);
    await expect(copied.insertOne({ _id: 'x', login: 'agent-7' })).rejects.toMatchObject({ code: 11000 });
    await home.close();
  }, 120_000);
});
