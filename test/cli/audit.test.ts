import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock.ts';
import { connectStore } from '../../src/store/connect.ts';
import { createAnchors } from '../../src/store/events/anchors-store.ts';
import { createEvents } from '../../src/store/events/events.ts';
import { ensureIndexes } from '../../src/store/schema.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'audit-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const open = () =>
  connectStore({
    dataDir,
    uri: undefined,
    onDeath(error) {
      throw error;
    },
  });

/** The command as an operator runs it, on the store of this test. */
function run(...args: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/audit.ts', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
  });
  let out = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

beforeAll(async () => {
  const store = await open();
  const deps = { connection: store.connection, clock: systemClock };
  const events = createEvents({ ...deps, chain: 'sample', onError: () => undefined });
  const anchors = createAnchors(deps);
  await ensureIndexes(store.connection);
  for (let n = 0; n < 3; n++) await events.record({ kind: 'sample', actor: { kind: 'system', id: 'test' } });
  await events.stop();
  const anchor = await anchors.anchorToday();
  writeFileSync(join(dataDir, 'kept.log'), `{"msg":"other"}\n${JSON.stringify({ msg: 'audit anchor', anchor })}\n`);
  await store.close();
});

describe('npm run audit', () => {
  it('ends with 0 when the record is whole, and as its anchors were kept', async () => {
    expect(await run('verify', '--anchors', join(dataDir, 'kept.log'))).toEqual({
      code: 0,
      out: 'Whole: 3 events in 1 chains, 1 anchors.\n',
    });
  }, 120_000);

  it('ends with 1 and names the first fault when it is not', async () => {
    const store = await open();
    await store.connection.collection('events').deleteOne({ seq: 2 });
    await store.close();

    expect(await run('verify')).toEqual({ code: 1, out: 'Broken: Event 2 of chain sample is missing.\n' });
  }, 120_000);
});
