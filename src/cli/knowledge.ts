import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseRegistry } from '../identity/registry.ts';
import { checkEntries } from '../knowledge/check.ts';
import { gatherFacts } from '../knowledge/facts.ts';
import { parseHours } from '../knowledge/hours.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import type { Knowledge } from '../knowledge/load.ts';
import { createMatcher } from '../knowledge/matching/matcher.ts';
import { parseMenu } from '../knowledge/menu.ts';
import { understandText } from '../knowledge/understand.ts';
import { parseWalletFacts } from '../knowledge/wallet-facts.ts';
import { faultLine } from '../lib/fault.ts';
import type { Fault } from '../lib/fault.ts';
import type { Facts } from '../lib/fill.ts';
import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';

/** `npm run knowledge -- check`: what an editor should look at, a line each; exit code 1 where there is anything. */
const configDir = process.env.CONFIG_DIR ?? './config';

function read(name: string): Promise<string> {
  return readFile(path.join(configDir, name), 'utf8');
}

async function readFacts(): Promise<Result<Facts, Fault[]>> {
  const [wallet, hours, registry] = [
    parseWalletFacts(await read('wallet.yaml')),
    parseHours(await read('hours.yaml')),
    parseRegistry(await read('registry.yaml')),
  ];
  if (!wallet.ok) return wallet;
  if (!hours.ok) return hours;
  if (!registry.ok) return registry;
  return ok(gatherFacts({ wallet: wallet.value, hours: hours.value, registry: registry.value }));
}

function findingsOf({ entries }: Knowledge, facts: Facts): string[] {
  const matcher = createMatcher(entries);
  const findings = checkEntries(entries, {
    match: matcher.match,
    understands: (word) => understandText(word, { matcher, entries }).intent !== undefined,
    appOnly: facts.appOnly ?? '',
  });
  return findings.map(({ entry, problem }) => `${entry} ${problem}`);
}

async function check(): Promise<string[]> {
  const facts = await readFacts();
  if (!facts.ok) return facts.error.map(faultLine);
  const loaded = await loadKnowledge(path.join(configDir, 'knowledge'), facts.value);
  if (!loaded.ok) return loaded.error.map(faultLine);
  const menu = parseMenu(await read('menu.yaml'), new Set(loaded.value.byId.keys()));
  const { topics, entries } = loaded.value;
  const phrasings = entries.reduce((sum, { questions }) => sum + questions.length, 0);
  process.stdout.write(`${topics.length} topics, ${entries.length} entries, ${phrasings} phrasings\n`);
  return [...findingsOf(loaded.value, facts.value), ...(menu.ok ? [] : menu.error.map(faultLine))];
}

const [command] = process.argv.slice(2);
if (command !== 'check') {
  process.stderr.write('Usage: npm run knowledge -- check\n');
  process.exit(2);
}
const problems = await check();
process.stdout.write(problems.map((line) => `${line}\n`).join(''));
process.stdout.write(problems.length === 0 ? 'nothing to put right\n' : `${problems.length} to put right\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
