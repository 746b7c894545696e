import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { startFresh, type FreshProduct } from '../support/fresh-product.ts';
import { pushText } from '../support/running-product.ts';
import { waitFor } from '../support/wait-for.ts';

let fresh: FreshProduct;

beforeAll(async () => {
  fresh = await startFresh('stalled');
}, 60_000);
afterAll(() => fresh.close(), 60_000);

const send = '/cgi-bin/message/custom/send';
const kept = () => readdir(path.join(fresh.dataDir, 'late-pushes'));
const sentTo = () => fresh.api.jsonOf(send).map((message) => (message as { touser: string }).touser);

/** Lets the store write nothing, until the returned function is called. */
async function stall(): Promise<() => Promise<void>> {
  const args = ['--import', 'tsx', 'test/support/store-holder.ts', path.join(fresh.dataDir, 'store.lmdb')];
  const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  return async () => {
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  };
}

/** What customers write, each once, as WeChat brings it. @returns the statuses of the answers */
function write(openIds: readonly string[], base: number): Promise<number[]> {
  return Promise.all(
    openIds.map((openId, n) => pushText(fresh.product().base, { openId, msgId: base + n, text: '提现多久到账' })),
  );
}

describe('a store that stands still for longer than WeChat waits', () => {
  it('loses nothing of what was acknowledged: each customer is answered once when it goes on', async () => {
    const openIds = ['oStalled1', 'oStalled2', 'oStalled3'];
    const goOn = await stall();

    expect(await write(openIds, 5_100)).toEqual([200, 200, 200]);
    expect(await kept()).toHaveLength(3);
    await goOn();
    await waitFor(async () => (sentTo().length >= 3 && (await kept()).length === 0 ? true : undefined));

    expect(sentTo().toSorted()).toEqual(openIds);
  }, 60_000);

  it('nor where the process is killed before it does', async () => {
    const openIds = ['oKilled1', 'oKilled2', 'oKilled3'];
    const before = sentTo().length;
    const goOn = await stall();

    expect(await write(openIds, 5_200)).toEqual([200, 200, 200]);
    await fresh.product().end('SIGKILL');
    await goOn();
    await fresh.startAgain();
    await waitFor(async () => (sentTo().length >= before + 3 && (await kept()).length === 0 ? true : undefined));

    expect(sentTo().slice(before).toSorted()).toEqual(openIds);
    expect(await write(openIds, 5_200)).toEqual([200, 200, 200]);
    expect(sentTo()).toHaveLength(before + 3);
  }, 60_000);
});
