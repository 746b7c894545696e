import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Whether processes can be watched here: strace is a Debian package, and a container may forbid it. */
export const canTrace = spawnSync('strace', ['-f', '-e', 'trace=none', 'true']).status === 0;

export type Traced = {
  /** The system calls asked for, one a line, in the order of their ends. */
  readonly calls: readonly string[];
  readonly lines: readonly string[];
  readonly code: number | null;
};

/** Inserts one document after the other into a new store, in a process of its own under strace. */
export async function insertUnderStrace(count: number, options: readonly string[]): Promise<Traced> {
  const folder = await mkdtemp(join(tmpdir(), 'store-strace-'));
  const log = join(folder, 'log');
  const writer = ['--import', 'tsx', 'test/support/store-serial-writer.ts', join(folder, 'data'), String(count)];
  const args = ['-f', '--seccomp-bpf', '-o', log, ...options, process.execPath, ...writer];
  // One thread for LMDB's commits: strace counts the calls of each thread for itself.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
  const child = spawn('strace', args, { stdio: ['ignore', 'pipe', 'ignore'], env });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = (await text(child.stdout)).trim().split('\n');
  const code = await ended;
  const calls = whole((await readFile(log, 'utf8')).split('\n'));
  await rm(folder, { recursive: true, force: true });
  return { calls, lines, code };
}

/** A call in the middle of which another thread made one stands on two lines: it counts where it ended. */
function whole(lines: readonly string[]): string[] {
  const begun = new Map<string, string>();
  return lines.flatMap((line) => {
    const thread = line.split(' ', 1)[0] ?? '';
    const start = /^(.*?) *<unfinished \.\.\.>$/.exec(line)?.[1];
    if (start !== undefined) begun.set(thread, start);
    if (start !== undefined) return [];
    const end = /<\.\.\. \w+ resumed>(.*)$/.exec(line)?.[1];
    return [end === undefined ? line : `${begun.get(thread) ?? ''}${end}`];
  });
}
