import { describe, expect, it } from '@jest/globals';
import { canTrace, insertUnderStrace } from '../support/strace.ts';

const traced = canTrace ? describe : describe.skip;
const unless = canTrace ? '' : ' (skipped: strace is not here, or not allowed)';
const longMs = 120_000;

/** The calls between two acknowledgements, by what they did to the store's file. */
function stepsOf(calls: readonly string[]): string[][] {
  const descriptors = (flags: RegExp): string[] =>
    calls
      .filter((call) => call.includes('store.lmdb"') && flags.test(call))
      .map((call) => /= (\d+)$/.exec(call)?.[1] ?? '');
  const meta = descriptors(/O_DSYNC/);
  const data = descriptors(/O_RDWR/).filter((fd) => !meta.includes(fd));
  const steps: string[][] = [[]];
  for (const call of calls.slice(calls.findIndex((line) => line.includes('"ready')))) {
    const [, name = '', fd = ''] = /^\d+ +(\w+)\((\d+)/.exec(call) ?? [];
    if (name === 'write' && call.includes('"+')) steps.push([]);
    else if (name === 'fdatasync' && call.endsWith('= 0')) steps.at(-1)?.push('sync');
    else if (/writev?|pwrite/.test(name) && meta.includes(fd)) steps.at(-1)?.push('meta');
    else if (/writev?|pwrite/.test(name) && data.includes(fd)) steps.at(-1)?.push('pages');
  }
  return steps.slice(0, -1);
}

traced(`an acknowledged write${unless}`, () => {
  it(
    'is on disk before its answer: its pages, a sync, then the page that makes them count',
    async () => {
      const { calls, lines } = await insertUnderStrace(12, [
        '-e',
        'trace=openat,pwrite64,pwritev,writev,fdatasync,write',
      ]);
      const steps = stepsOf(calls);

      expect(lines.filter((line) => line.startsWith('+'))).toHaveLength(12);
      expect(steps).toHaveLength(12);
      // The meta page is written through a descriptor that syncs each write (O_DSYNC): after it nothing is left to do.
      expect(steps.map((step) => step.filter((one, i) => one !== step[i - 1]))).toEqual(
        Array.from({ length: 12 }, () => ['pages', 'sync', 'meta']),
      );
    },
    longMs,
  );
});

traced(`a disk that fails${unless}`, () => {
  it(
    'at a sync ends the store and its process: nobody knows what is on disk',
    async () => {
      const { lines, code } = await insertUnderStrace(40, [
        '-e',
        'trace=fdatasync',
        '-e',
        'inject=fdatasync:error=EIO:when=12+',
      ]);

      expect(lines.at(-1)).toMatch(/^dead .*Input\/output error/);
      expect(lines.filter((line) => line.startsWith('+')).length).toBeGreaterThan(2);
      expect(code).toBe(1);
    },
    longMs,
  );

  it(
    'at a write ends the store and its process',
    async () => {
      const { lines, code } = await insertUnderStrace(40, [
        '-e',
        'trace=pwrite64,pwritev,writev',
        '-e',
        'inject=pwrite64,pwritev,writev:error=EIO:when=30+',
      ]);

      expect(lines.at(-1)).toMatch(/^dead .*Input\/output error/);
      expect(code).toBe(1);
    },
    longMs,
  );

  it(
    'for want of room refuses each write with OutOfDiskSpace, and goes on reading what was acknowledged',
    async () => {
      const { lines, code } = await insertUnderStrace(40, [
        '-e',
        'trace=pwrite64,pwritev,writev',
        '-e',
        'inject=pwrite64,pwritev,writev:error=ENOSPC:when=30+',
      ]);

      const acknowledged = lines.filter((line) => line.startsWith('+')).length;
      expect(lines.slice(-3)).toEqual(['!14031', '!14031', `=${acknowledged}`]);
      expect(code).toBe(0);
    },
    longMs,
  );
});
