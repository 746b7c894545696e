import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listDead, replayDead } from '../../src/cli/outbox-command.ts';
import { toCustomerId, toOpenId, toTicketNumber, type OpenId } from '../../src/domain/ids.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { phraseSlot } from '../../src/lib/phrase-slot.ts';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { openCore } from '../support/core.ts';

const ticket = toTicketNumber('K20261123-0001') ?? ('' as never);
const openId = toOpenId('sample-openid') ?? ('' as OpenId);
const dataDir = mkdtempSync(join(tmpdir(), 'outbox-'));

beforeAll(() =>
  onStore(async (store) => {
    const { outbox } = await openCore(store, systemClock);
    const message = { kind: 'text', text: `${phraseSlot}您好，已为您核实。` } as const;
    const facts = { openId, customer: toCustomerId('c-1'), kind: 'staff', message, ticket, at: systemClock() } as const;
    await outbox.add({ id: 'reply:1', ...facts });
    const entry = await outbox.claimHead(openId);
    if (entry) await outbox.settle(entry, { state: 'failed', code: 43004, reason: '客户已取消关注' });
  }),
);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function onStore(work: (store: Store) => Promise<void>): Promise<void> {
  const onDeath = (error: Error) => {
    throw error;
  };
  const store = await connectStore({ dataDir, uri: undefined, onDeath });
  await work(store).finally(store.close);
}

/** The command as an operator runs it, on the store of this test. */
function run(...args: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/outbox.ts', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
  });
  let out = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

describe('npm run outbox', () => {
  it('lists what did not reach a customer, without saying who he is to WeChat', async () => {
    const { code, out } = await run('dead');

    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ id: 'reply:1', state: 'failed', ticket, code: 43004, attempts: 1 });
    expect(out).toContain('"text":"您好，已为您核实。"');
    expect(out).not.toContain(openId);
  }, 120_000);

  it('puts it into the outbox again, once and on record; then nothing is dead', () =>
    onStore(async (store) => {
      const { deadLetters: letters, events } = await openCore(store, systemClock);
      const printed: string[] = [];
      const command = { letters, record: events.record, print: (line: string) => printed.push(line) };

      expect(await replayDead(command, ['reply:1', 'reply:2'])).toBe(1);
      expect(await listDead(command)).toBe(0);

      expect(printed).toEqual([
        'reply:1: was failed, is in the outbox again',
        'reply:2: is not undelivered (any more)',
      ]);
      await events.stop();
      const { connection } = store;
      expect(await connection.collection('events').findOne({ kind: 'outbox.replayed' })).toMatchObject({
        ...{ ticket, customer: 'c-1', codes: ['failed'] },
        actor: { kind: 'system', id: 'outbox-command' },
      });
      expect(await connection.collection('outbox').findOne({})).toMatchObject({ state: 'queued', attempts: 0 });
    }));
});
