import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock.ts';
import { createStaff } from '../../src/staff/staff.ts';
import { connectStore, type Store } from '../../src/store/connect.ts';

const password = 'sample horse staple 7';
const dataDir = mkdtempSync(join(tmpdir(), 'staff-'));
let store: Store;

const open = (): Promise<Store> =>
  connectStore({
    dataDir,
    uri: undefined,
    onDeath(error) {
      throw error;
    },
  });

/** The command as an operator runs it, on the store of this test. */
function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/staff.ts', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

beforeAll(async () => {
  store = await open();
  const { accounts } = createStaff({ connection: store.connection, clock: systemClock });
  await accounts.openFirst(password);
  await store.connection.collection('staff').updateOne({ login: 'admin' }, { $set: { disabled: true } });
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

describe('npm run staff', () => {
  it('does not touch a store that the product has open', async () => {
    const { code, out, err } = await run('reset', 'admin');

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).not.toBe('');
  }, 120_000);

  it('lets a lost administrator back in by a one-time link', async () => {
    await store.close();

    const { code, out, err } = await run('reset', 'admin');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    const token = new URL(out.trim()).searchParams.get('token') ?? '';
    store = await open();
    const staff = createStaff({ connection: store.connection, clock: systemClock });
    expect(await staff.signIn({ login: 'admin', password, ip: '127.0.0.1' })).toMatchObject({ ok: false });
    expect((await staff.accounts.setUp(token, 'another horse staple')).ok).toBe(true);
    const signedIn = await staff.signIn({ login: 'admin', password: 'another horse staple', ip: '127.0.0.1' });
    expect(signedIn.ok).toBe(true);
  }, 120_000);
});
