import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig, type Config } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import { faultLine } from '../lib/fault.ts';
import { createWebhook } from '../paging/webhook.ts';
import { connectStore } from '../store/connect.ts';
import { StoreHeldError } from '../store/start-embedded.ts';
import { connectAccount, noAccount, plannedMenu, type Account } from './account.ts';
import { examine, type Finding } from './doctor-checks.ts';
import { prepareGoLive } from './go-live.ts';

const usage = `npm run doctor              looks at account, menu, quota, server address, clock and store, and says what to do
npm run doctor -- go-live   before the server address is switched on: saves what that disables, says how to go back`;

const marks = { good: '✓', doubtful: '?', bad: '✗' } as const;
const print = (line: string) => console.log(line);

/** @returns the exit code: 1 where anything is bad */
async function main(command: string | undefined): Promise<number> {
  if (command !== undefined && command !== 'go-live') return refuse([usage]);
  const config = await loadConfig();
  if (!config.ok) return refuse(config.error.map(faultLine));
  const account = connectAccount(config.value);
  if (account === undefined) return refuse([noAccount]);
  return command === 'go-live' ? goLive(config.value, account) : lookAt(config.value, account);
}

async function lookAt(config: Config, { client, tokens, apiBase }: Account): Promise<number> {
  const planned = await plannedMenu(config);
  if (!planned.ok) return refuse(planned.error.map(faultLine));
  const findings = await examine({
    client,
    tokens,
    apiBase,
    planned: planned.value,
    token: config.account.tokens[0],
    publicUrl: config.publicUrl,
    storeIsReady: () => storeIsReady(config),
    now: systemClock,
  });
  for (const finding of findings) tell(finding);
  return findings.some(({ state }) => state === 'bad') ? 1 : 0;
}

function tell({ check, state, found, todo }: Finding): void {
  print(`${marks[state]} ${check}: ${found}`);
  if (todo !== undefined) print(`    ${todo}`);
}

/** A store that the running product holds is a store that works. */
async function storeIsReady({ mongoUri: uri, dataDir }: Config): Promise<boolean> {
  try {
    const store = await connectStore({ uri, dataDir, onDeath: () => undefined });
    const isReady = await store.ready();
    await store.close();
    return isReady;
  } catch (error) {
    return error instanceof StoreHeldError;
  }
}

async function goLive({ dataDir, behaviour, webhook }: Config, { client }: Account): Promise<number> {
  async function save(name: string, text: string): Promise<string> {
    await mkdir(dataDir, { recursive: true });
    const where = path.join(dataDir, name);
    // Never over an earlier one: the first is the account as it was.
    await writeFile(where, text, { mode: 0o600, flag: 'wx' });
    return where;
  }
  const post = webhook && createWebhook({ ...webhook, clock: systemClock });
  return prepareGoLive({
    ...{ client, save, print, clock: systemClock },
    opening: behaviour.opening,
    callTest: post && (() => post('【客服台】测试：上线前的呼叫演练，收到请在群里回复。')),
  });
}

function refuse(lines: readonly string[]): number {
  for (const line of lines) console.error(line);
  return 1;
}

process.exitCode = await main(process.argv[2]);
