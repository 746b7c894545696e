import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-serve-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `npm run store -- DIR`, from the sources. */
function serve(dataDir: string) {
  return spawn(process.execPath, ['--import', 'tsx', 'src/cli/store.ts', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function uriOf(child: ReturnType<typeof serve>): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('MONGODB_URI=')) return line.slice('MONGODB_URI='.length);
  }
  throw new Error('No address was printed');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [unknown];
  return code;
}

describe('npm run store', () => {
  it('serves a folder to any driver until SIGTERM, and keeps what was written', async () => {
    const first = serve(folder);
    const client = await MongoClient.connect(await uriOf(first));
    await client.db('any').collection('items').insertOne({ n: 1 });
    await client.close();
    expect(await end(first, 'SIGTERM')).toBe(0);

    const second = serve(folder);
    const again = await MongoClient.connect(await uriOf(second));
    expect(await again.db('any').collection('items').countDocuments({ n: 1 })).toBe(1);
    await again.close();
    expect(await end(second, 'SIGINT')).toBe(0);
  }, 60_000);

  it('is refused where the folder is served already, with the holder named', async () => {
    const holder = serve(folder);
    await uriOf(holder);
    const late = serve(folder);
    const [complaint, [code]] = await Promise.all([text(late.stderr), once(late, 'exit') as Promise<[unknown]>]);
    await end(holder, 'SIGTERM');

    expect(code).toBe(1);
    expect(complaint).toContain(`is held by process ${holder.pid ?? ''} since`);
  }, 60_000);
});
