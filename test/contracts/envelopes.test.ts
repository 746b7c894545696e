import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createAdmit } from '../../src/pipeline/admit.ts';
import { createEnvelopes } from '../../src/store/envelopes-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { createReplayGuard } from '../../src/wechat/replay-guard.ts';
import { messageOf, openDoor, type Door } from '../support/push-door.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
const doors: Door[] = [];
beforeAll(async () => {
  store = await openTestStore();
  createCustomers({ connection: store.connection, clock: systemClock });
  createEnvelopes({ connection: store.connection, clock: systemClock });
  await ensureIndexes(store.connection);
});
afterAll(async () => {
  for (const { close } of doors) await close();
  await store.close();
});

type Everywhere = Parameters<typeof createAdmit>[0]['everywhere'];

/** An instance in plain mode with a memory of its own, over the store that all share. */
async function instance(everywhere?: Everywhere, withinMs = 20_000) {
  const { admits: here } = createReplayGuard({ clock: systemClock });
  const shared = createEnvelopes({ connection: store.connection, clock: systemClock });
  const door = await openDoor({
    customers: createCustomers({ connection: store.connection, clock: systemClock }),
    deadlineMs: 4_500,
    admits: createAdmit({ here, everywhere: everywhere ?? shared.admits, onError: () => undefined, withinMs }),
  });
  doors.push(door);
  return door;
}

/** An address as WeChat signs it, which a proxy's log would show. */
function addressOf(nonce: string): string {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHash('sha1').update(['sampletoken', timestamp, nonce].sort().join('')).digest('hex');
  return `/?signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`;
}

async function post({ base }: Door, address: string, body: string): Promise<number> {
  const answer = await fetch(`${base}${address}`, { method: 'POST', body });
  await answer.text();
  return answer.status;
}

describe('a signed address that was used at one instance', () => {
  it('signs no other body at another, and still the same one', async () => {
    const [one, two] = [await instance(), await instance()];
    const address = addressOf('envelope-1');

    expect(await post(one, address, messageOf('oGenuine', '7101'))).toBe(200);
    expect(await post(two, address, messageOf('oForged', '7102'))).toBe(403);
    expect(await post(two, address, messageOf('oGenuine', '7101'))).toBe(200);

    expect([one.effects(), two.effects()]).toEqual([1, 0]);
  });

  it('signs one body, whichever of many instances is first', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => instance()));
    const address = addressOf('envelope-2');

    const answers = await Promise.all(all.map((door, n) => post(door, address, messageOf(`oRace${n}`, `720${n}`))));

    expect(answers.toSorted()).toEqual([200, 403, 403, 403]);
    expect(all.reduce((sum, { effects }) => sum + effects(), 0)).toBe(1);
  });

  it('does not keep out what WeChat has signed while the store does not answer, or fails', async () => {
    const silent = await instance(() => new Promise<boolean>(() => undefined), 100);
    const failing = await instance(() => Promise.reject(new Error('the store is gone')));

    expect(await post(silent, addressOf('envelope-3'), messageOf('oSilent', '7301'))).toBe(200);
    expect(await post(failing, addressOf('envelope-4'), messageOf('oFailing', '7401'))).toBe(200);
  });
});
