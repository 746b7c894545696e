import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import type { ExchangeFormat, WrittenEntry } from '../domain/knowledge-desk.ts';
import { exportEntries, importEntries } from '../knowledge/exchange/exchange.ts';
import { createKnowledgeBase } from './knowledge-base.ts';

const usage = `Usage: npm run knowledge -- check
       npm run knowledge -- export [csv|markdown]
       npm run knowledge -- import FILE.csv|FILE.md

check   what an editor should look at in config/knowledge, a line each; exit code 1 where there is anything
export  the entries of config/knowledge on stdout, as CSV that no spreadsheet runs, or as Markdown
import  what such a file would change: the entries that differ, as YAML for config/knowledge on stdout; exit code 1, with each
        fault, where the file is wrong. To bring a file before customers without touching config, import it in the console.
`;

const { check, written } = createKnowledgeBase(process.env.CONFIG_DIR ?? './config');

function fail(lines: readonly string[]): never {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  process.exit(1);
}

async function runCheck(): Promise<void> {
  const { told, lines } = await check();
  process.stdout.write(told + lines.map((line) => `${line}\n`).join(''));
  process.stdout.write(lines.length === 0 ? 'nothing to put right\n' : `${lines.length} to put right\n`);
  process.exitCode = lines.length === 0 ? 0 : 1;
}

async function base(): Promise<WrittenEntry[]> {
  const entries = await written();
  return entries.ok ? entries.value : fail(entries.error);
}

async function runExport(format: string): Promise<void> {
  if (format !== 'csv' && format !== 'markdown') fail([usage]);
  process.stdout.write(exportEntries(await base(), format));
}

async function runImport(file: string): Promise<void> {
  const format: ExchangeFormat = file.endsWith('.csv') ? 'csv' : 'markdown';
  const given = importEntries(await readFile(file, 'utf8'), format);
  if (!given.ok) fail(given.error);
  const now = new Map((await base()).map((entry) => [entry.id, exportEntries([entry], 'markdown')]));
  const changed = given.value.filter((entry) => exportEntries([entry], 'markdown') !== now.get(entry.id));
  process.stderr.write(`${given.value.length} entries, ${changed.length} differ\n`);
  if (changed.length > 0) process.stdout.write(stringify(changed, { lineWidth: 120 }));
}

const { positionals } = parseArgs({ allowPositionals: true });
const [command, argument, ...more] = positionals;
if (more.length > 0) fail([usage]);
if (command === 'check' && argument === undefined) await runCheck();
else if (command === 'export') await runExport(argument ?? 'csv');
else if (command === 'import' && argument !== undefined) await runImport(argument);
else {
  process.stderr.write(usage);
  process.exit(2);
}
