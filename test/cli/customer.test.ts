import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCustomerId, toOpenId, toTicketNumber } from '../../src/domain/ids.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { phraseSlot } from '../../src/lib/phrase-slot.ts';
import { connectStore } from '../../src/store/connect.ts';
import { openCore } from '../support/core.ts';

const number = toTicketNumber('K20261122-0001') ?? ('' as never);
const openId = toOpenId('sample-customer') ?? ('' as never);
const dataDir = mkdtempSync(join(tmpdir(), 'customer-'));

beforeAll(async () => {
  const store = await connectStore({
    dataDir,
    uri: undefined,
    onDeath(error) {
      throw error;
    },
  });
  const core = await openCore(store, systemClock);
  const customer = toCustomerId('c-1');
  await core.tickets.open({ number, openId, customer, topic: 'transfer', priority: 'normal', summary: '样本金丝雀' });
  const message = { kind: 'text', text: `${phraseSlot}样本答复` } as const;
  await core.outbox.add({ id: 'reply:1', openId, customer, kind: 'staff', message, ticket: number, at: systemClock() });
  await store.close();
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** The command as an operator runs it, on the store of this test. */
function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/customer.ts', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

describe('npm run customer', () => {
  it('prints what is stored about the customer of a ticket', async () => {
    const { code, out, err } = await run('export', number);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ customer: 'c-1', collections: { tickets: [{ summary: '样本金丝雀' }] } });
    expect(JSON.parse(out)).toMatchObject({ collections: { outbox: [{ message: { text: '样本答复' } }] } });
    expect(out).not.toContain(phraseSlot);
  }, 120_000);

  it('erases it, and then knows nobody of that number', async () => {
    const erased = await run('erase', number, 'authority_asked');
    const again = await run('export', number);

    expect([erased.code, JSON.parse(erased.out)]).toMatchObject([0, { tickets: 1 }]);
    expect([again.code, again.out]).toEqual([1, '']);
  }, 120_000);
});
