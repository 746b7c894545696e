import { readFile } from 'node:fs/promises';
import { loadConfig } from '../config.ts';
import { faultLine } from '../lib/fault.ts';
import { connectAccount, noAccount, plannedMenu } from './account.ts';
import { restoreMenu, runMenu } from './menu-command.ts';

const usage = `npm run menu -- plan     says how the account's menu differs from config/menu.yaml (exit code 2 where it does)
npm run menu -- apply    makes the account's menu what config/menu.yaml says
npm run menu -- restore FILE
                         makes it what it was when \`npm run doctor -- go-live\` saved FILE`;

const print = (line: string) => console.log(line);

/** @returns the exit code */
async function main([command, file, ...more]: readonly string[]): Promise<number> {
  const isRight = command === 'restore' ? file !== undefined : file === undefined;
  if (!['plan', 'apply', 'restore'].includes(command ?? '') || !isRight || more.length > 0) {
    print(usage);
    return 1;
  }
  const config = await loadConfig();
  if (!config.ok) return refuse(config.error.map(faultLine));
  const account = connectAccount(config.value);
  if (account === undefined) return refuse([noAccount]);
  const { client } = account;
  if (file !== undefined) return restoreMenu({ client, print }, await readFile(file, 'utf8'));
  const planned = await plannedMenu(config.value);
  if (!planned.ok) return refuse(planned.error.map(faultLine));
  return runMenu({ planned: planned.value, client, print }, { apply: command === 'apply' });
}

function refuse(lines: readonly string[]): number {
  for (const line of lines) console.error(line);
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
