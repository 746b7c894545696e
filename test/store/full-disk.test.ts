import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connectStore } from '../../src/store/connect.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-full-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('a disk with no room left', () => {
  it('refuses writes with OutOfDiskSpace, goes on reading, and keeps everything acknowledged', async () => {
    // A limit on the size of files (in KiB) stands for the disk: it refuses the same write of the same file.
    const script = 'ulimit -f 800; exec "$0" --import tsx test/support/store-filler.ts "$1"';
    const child = spawn('bash', ['-c', script, process.execPath, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] });

    const answer = JSON.parse(await text(child.stdout)) as { written: number; codes: number[]; readable: number };
    const store = await connectStore({ dataDir, onDeath: () => undefined });
    const kept = await store.connection.collection('items').countDocuments({});
    await store.close();

    expect(answer.codes).toEqual([14031, 14031]);
    expect(answer.written).toBeGreaterThan(20);
    expect([answer.readable, kept]).toEqual([answer.written, answer.written]);
  }, 120_000);
});
