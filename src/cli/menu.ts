import { loadConfig } from '../config.ts';
import { faultLine } from '../lib/fault.ts';
import { connectAccount, noAccount, plannedMenu } from './account.ts';
import { runMenu } from './menu-command.ts';

const usage = `npm run menu -- plan     says how the account's menu differs from config/menu.yaml (exit code 2 where it does)
npm run menu -- apply    makes the account's menu what config/menu.yaml says`;

const print = (line: string) => console.log(line);

/** @returns the exit code */
async function main(command: string | undefined): Promise<number> {
  if (command !== 'plan' && command !== 'apply') {
    print(usage);
    return 1;
  }
  const config = await loadConfig();
  if (!config.ok) return refuse(config.error.map(faultLine));
  const account = connectAccount(config.value);
  if (account === undefined) return refuse([noAccount]);
  const planned = await plannedMenu(config.value);
  if (!planned.ok) return refuse(planned.error.map(faultLine));
  return runMenu({ planned: planned.value, client: account.client, print }, { apply: command === 'apply' });
}

function refuse(lines: readonly string[]): number {
  for (const line of lines) console.error(line);
  return 1;
}

process.exitCode = await main(process.argv[2]);
