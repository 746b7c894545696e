import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lock, type Locking, type Owner, takeLock } from '../../src/store/lock.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-lock-'));
});
const locks: Lock[] = [];
afterEach(async () => {
  for (const lock of locks.splice(0)) lock.release();
  await rm(dataDir, { recursive: true, force: true });
});

async function take(by = owner()): Promise<Locking> {
  const locking = await takeLock(dataDir, by);
  if (locking.ok) locks.push(locking.lock);
  return locking;
}

const owner = (socket = join(dataDir, 'none.sock')): Owner => ({
  pid: process.pid,
  since: '2026-11-22T08:00:00.000Z',
  socket,
});
/** What a process that is no more has left behind. */
const leave = (text: string) => writeFile(join(dataDir, 'store.lock'), text);

describe('the lock of a data folder', () => {
  it('refuses a second taker in under a second, and says who holds it', async () => {
    await take();
    const start = performance.now();
    const second = await take({ ...owner(), pid: 1 });
    const waited = performance.now() - start;

    expect(second).toEqual({ ok: false, owner: owner() });
    expect(waited).toBeLessThan(1000);
    locks.pop()?.release();
    expect((await take()).ok).toBe(true);
  });

  it.each([
    ['whose process number lives again as somebody else', () => JSON.stringify(owner())],
    ['that was half written', () => '{"pid": 12'],
    ['that is empty', () => ''],
  ])('is not kept by a file %s', async (_, left) => {
    await leave(left());
    const start = performance.now();

    expect((await take()).ok).toBe(true);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('takes away the socket that a dead process left', async () => {
    const folder = join(dataDir, 'wallet-desk-store-left');
    await mkdir(folder);
    await leave(JSON.stringify(owner(join(folder, 'db.sock'))));

    expect((await take()).ok).toBe(true);
    await expect(stat(folder)).rejects.toThrow(/ENOENT/);
  });

  it('is free at once after kill -9', async () => {
    const holder = spawn(process.execPath, ['--import', 'tsx', 'src/cli/store.ts', dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const held = await take();
    holder.kill('SIGKILL');
    await once(holder, 'exit');

    expect(held.ok ? undefined : held.owner?.pid).toBe(holder.pid);
    expect((await take()).ok).toBe(true);
  }, 60_000);
});
