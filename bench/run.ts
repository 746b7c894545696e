import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * `npm run bench -- [NAME…]`: the benches of this folder, one process after the other, so that none disturbs another.
 * A bench's own arguments need its own command, which stands at its head.
 */
const own = path.basename(import.meta.filename);
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== own)
  .map((file) => path.basename(file, '.ts'));
const wanted = process.argv.slice(2);
const strangers = wanted.filter((name) => !known.includes(name));

if (strangers.length > 0) {
  process.stderr.write(`No bench called ${strangers.join(', ')}; there are ${known.join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const name of wanted.length > 0 ? wanted : known) if (!time(name)) process.exitCode = 1;
}

/** @returns whether it came to its end */
function time(name: string): boolean {
  process.stdout.write(`\n== ${name}\n`);
  const file = path.join(import.meta.dirname, `${name}.ts`);
  return spawnSync(process.execPath, ['--import', 'tsx', file], { stdio: 'inherit' }).status === 0;
}
