import { readFile } from 'node:fs/promises';
import type { Broken } from '../domain/audit.ts';
import { systemClock } from '../lib/clock.ts';
import { readAudit } from '../store/events/read-audit.ts';
import { verifyAudit } from '../store/events/verify-audit.ts';
import { fail, withStore } from './open-store.ts';

const usage = `Usage: npm run audit -- verify [--anchors FILE]

Reads every event again and says whether the record is whole: nothing deleted, changed, swapped or cut off. FILE has
anchors as the product logged them ("audit anchor"), one JSON line each, other lines are passed over: with them a record
that was rewritten as a whole shows, too. Exit code 0: whole; 1: broken. With the embedded store, stop the product first
or set DATA_DIR to a backup.
`;

const problems: Readonly<Record<Broken['problem'], string>> = {
  missing: 'is missing',
  changed: 'is not what was written',
  cut_off: 'and what came after it is missing: the chain was cut off',
  not_as_kept: 'is not as it was kept outside',
};

/** The anchors among the lines of a log. */
async function keptIn(file: string): Promise<{ day: string; hash: string }[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.includes('"anchor"'));
  return lines.flatMap((line) => {
    const { anchor } = JSON.parse(line) as { anchor?: { day?: unknown; hash?: unknown } };
    return typeof anchor?.day === 'string' && typeof anchor.hash === 'string'
      ? [{ day: anchor.day, hash: anchor.hash }]
      : [];
  });
}

async function verify(file: string | undefined): Promise<number> {
  const kept = file === undefined ? [] : await keptIn(file);
  return withStore(async ({ connection }) => {
    const verdict = await verifyAudit({ ...(await readAudit({ connection, clock: systemClock })), kept });
    if (verdict.ok) {
      const { events, chains, anchors } = verdict;
      process.stdout.write(`Whole: ${events} events in ${chains} chains, ${anchors} anchors.\n`);
      return 0;
    }
    for (const { chain, at, problem } of verdict.broken) {
      const what = chain === 'anchors' ? `The anchor of ${at}` : `Event ${at} of chain ${chain}`;
      process.stdout.write(`Broken: ${what} ${problems[problem]}.\n`);
    }
    return 1;
  });
}

const [command, option, file, ...more] = process.argv.slice(2);
const isRight = command === 'verify' && more.length === 0 && (option === undefined || (option === '--anchors' && file));
if (!isRight) fail(usage);
process.exitCode = await verify(file);
