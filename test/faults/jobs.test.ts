import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Begun } from '../support/job-runner.ts';
import { startSharedStore, type SharedStore } from '../support/shared-store.ts';

const names = ['one', 'two', 'three', 'four', 'five'];

let folder: string;
let store: SharedStore;
const instances = new Map<string, ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jobs-'));
  store = await startSharedStore(path.join(folder, 'store'));
  const from = String(Date.now());
  await Promise.all(names.map((name) => startInstance(name, from)));
}, 120_000);
afterAll(async () => {
  for (const child of instances.values()) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await store.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function startInstance(name: string, from: string): Promise<void> {
  const args = ['--import', 'tsx', 'test/support/job-runner.ts', store.uri, store.connection.name, name, from];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  instances.set(name, child);
  await once(child.stdout, 'data');
}

const allBegun = (): Promise<Begun[]> =>
  store.connection.collection<Begun>('begun').find({}).sort({ fence: 1 }).toArray();

/** Waits for so many more runs to begin. @returns the last of them */
async function runs(more: number): Promise<Begun> {
  const before = (await allBegun()).length;
  for (;;) {
    const all = await allBegun();
    const last = all.at(-1);
    if (last && all.length >= before + more) return last;
    await sleep(20);
  }
}

describe('a job of five processes, of which one is stopped at work and one killed', () => {
  it('is begun once for each bucket of time, and what the two left is caught up in one run', async () => {
    await runs(6);
    const stopped = (await runs(1)).instance;
    instances.get(stopped)?.kill('SIGSTOP');
    await runs(3);
    instances.get(stopped)?.kill('SIGCONT');
    await runs(2);
    const killed = (await runs(1)).instance;
    instances.get(killed)?.kill('SIGKILL');
    await runs(4);

    const all = await allBegun();
    const buckets = all.map(({ bucket }) => bucket);
    expect(new Set(buckets).size).toBe(buckets.length);
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
    expect(new Set(all.map(({ fence }) => fence)).size).toBe(all.length);
    expect(new Set(all.map(({ instance }) => instance)).size).toBeGreaterThan(1);

    // What each run covers begins where a finished one ended: no bucket is left out, and what was missed is covered once.
    const finished = new Set(all.map(({ done }) => done));
    const chain = all.filter(({ bucket }) => finished.has(bucket));
    expect(chain.slice(1).map(({ done }) => done)).toEqual(chain.slice(0, -1).map(({ bucket }) => bucket));
    const missed = all.filter(({ bucket, done }) => done !== null && bucket - done > 1);
    expect(missed.length).toBeGreaterThan(0);
    process.stdout.write(`${all.length} runs, ${missed.length} of them caught up what a fault left\n`);
  }, 120_000);
});
