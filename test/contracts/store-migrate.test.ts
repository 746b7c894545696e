import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { BSON, type Db, MongoClient } from 'mongodb';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectStore } from '../../src/store/connect.ts';
import { type Embedded, startEmbedded } from '../../src/store/start-embedded.ts';

/** The target: the server at MONGODB_URI, or an embedded store that is spoken to as one. */
const serverUri = process.env.STORE_UNDER_TEST === 'mongodb' ? process.env.MONGODB_URI : undefined;
const dbName = serverUri === undefined ? 'wallet-desk' : `migrate-${randomBytes(6).toString('hex')}`;
const onDeath = (error: Error): never => {
  throw error;
};

let folder: string;
let embedded: Embedded | undefined;
let client: MongoClient;
let target: Db;
let uri: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-migrate-'));
  if (serverUri === undefined) embedded = await startEmbedded({ dataDir: join(folder, 'target'), onDeath });
  uri = embedded?.uri ?? `${serverUri?.replace(/\/$/, '') ?? ''}/${dbName}`;
  client = await MongoClient.connect(uri);
  target = client.db(dbName);
  await fill(join(folder, 'source'));
});
afterAll(async () => {
  await target.dropDatabase();
  await client.close();
  await embedded?.close();
  await rm(folder, { recursive: true, force: true });
});

async function fill(dataDir: string): Promise<void> {
  const store = await connectStore({ dataDir, onDeath });
  const accounts = store.connection.collection<{ _id: string; login: string }>('accounts');
  await accounts.createIndexes([{ key: { login: 1 }, unique: true }]);
  await accounts.insertMany(Array.from({ length: 300 }, (_, n) => ({ _id: `a${n}`, login: `agent-${n}` })));
  await store.connection.collection('notes').insertMany(
    Array.from({ length: 3000 }, (_, n) => ({
      at: new Date(1_760_000_000_000 + n),
      amountCents: n % 2 ? BSON.Long.fromString('9007199254740993') : n,
      lines: [{ seq: n, text: '转账还没有到账。' }, null],
      ratio: n / 7,
      bytes: new BSON.Binary(Buffer.of(n & 255)),
    })),
  );
  await store.close();
}

type Run = { readonly code: number | null; readonly lines: readonly string[] };

/** `npm run migrate -- --to mongodb`, from the sources; killed at the first line that says so. */
async function migrate(killAt?: RegExp): Promise<Run> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/migrate.ts', '--to', 'mongodb'], {
    env: { ...process.env, DATA_DIR: join(folder, 'source'), MONGODB_URI: uri },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines: string[] = [];
  const read = async (from: NodeJS.ReadableStream): Promise<void> => {
    for await (const line of createInterface({ input: from })) {
      lines.push(line);
      if (killAt?.test(line)) child.kill('SIGKILL');
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: await ended, lines };
}

describe('moving from the embedded store to MongoDB', () => {
  it('goes on after a kill, shows how far it is, and ends with both holding the same', async () => {
    const cut = await migrate(/^accounts: 300 documents copied/);
    const whole = await migrate();

    expect(cut.code).toBeNull();
    expect(whole.lines).toContain('accounts: 0 documents copied, after what was there');
    expect(whole.lines.at(-1)).toMatch(/^Both hold the same documents/);
    expect(whole.code).toBe(0);
    expect(await target.collection('notes').countDocuments({})).toBe(3000);
    await expect(target.collection('accounts').insertOne({ login: 'agent-7' })).rejects.toMatchObject({ code: 11000 });
  }, 120_000);

  it('says what differs where the target holds something else', async () => {
    await target.collection('notes').updateOne({}, { $set: { ratio: -1 } });
    const again = await migrate();

    expect(again.code).toBe(1);
    expect(again.lines.at(-1)).toMatch(/^Not the same: notes: 3000 documents here, 3000 there, not the same/);
  }, 120_000);
});
