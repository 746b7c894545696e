import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomers, type Customers } from '../../src/customers/customers-store.ts';
import { toOpenId } from '../../src/domain/ids.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { deliver, messageOf, openDoor, type Door } from '../support/push-door.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const most = 10;
const deadlineMs = 300;

let store: TestStore;
let customers: Customers;
const doors: Door[] = [];
beforeAll(async () => {
  store = await openTestStore();
  customers = createCustomers({ connection: store.connection, clock: systemClock });
  await ensureIndexes(store.connection);
});
afterAll(async () => {
  for (const { close } of doors) await close();
  await store.close();
});

/** A door before a store that takes nothing until it is let go. */
async function stuck() {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const slow: DoorCustomers = {
    ...customers,
    async commit(before, after) {
      await held;
      return customers.commit(before, after);
    },
  };
  const door = await openDoor({ customers: slow, deadlineMs, most });
  doors.push(door);
  return { ...door, letGo };
}

type DoorCustomers = Parameters<typeof openDoor>[0]['customers'];

const nameOf = (run: string, n: number) => `o${run}${n}`;
const pushesOf = (run: string, base: number) =>
  Array.from({ length: 5 * most }, (_, n) => messageOf(nameOf(run, n), String(base + n)));

async function storedOf(run: string): Promise<number[]> {
  const found = Array.from({ length: 5 * most }, async (_, n) => {
    const openId = toOpenId(nameOf(run, n));
    return openId ? ((await customers.find(openId))?.pushes.length ?? 0) : 0;
  });
  return Promise.all(found);
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 500) throw new Error('It did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('more pushes than the store takes', () => {
  it('are not acknowledged while they are not stored, and those beyond the bound not even kept', async () => {
    const { base, counts, letGo } = await stuck();

    const answers = await Promise.all(pushesOf('Refused', 5_000).map((body) => deliver(base, body)));

    expect(new Set(answers)).toEqual(new Set(['hung up']));
    expect(counts.filter((outcome) => outcome === 'overloaded')).toHaveLength(4 * most);
    expect(counts.filter((outcome) => outcome === 'late')).toHaveLength(most);
    expect((await storedOf('Refused')).every((count) => count === 0)).toBe(true);
    letGo();
  });

  it('are stored once each by their repeats, and what was let in already is behind them', async () => {
    const { base, letGo, effects } = await stuck();
    const pushes = pushesOf('Repeated', 6_000);
    await Promise.all(pushes.map((body) => deliver(base, body)));

    letGo();
    await until(() => effects() === most);
    // WeChat repeats them over seconds, not all in one moment.
    const answers: string[] = [];
    for (let at = 0; at < pushes.length; at += most) {
      answers.push(...(await Promise.all(pushes.slice(at, at + most).map((body) => deliver(base, body)))));
    }

    expect(answers.filter((answer) => answer === 'hung up')).toEqual([]);
    expect(await storedOf('Repeated')).toEqual(Array(5 * most).fill(1));
    expect(effects()).toBe(5 * most);
  });

  it('keep out no repeat of what is under way: it gets the answer when the store has taken it', async () => {
    const { base, letGo, effects, late } = await stuck();
    const pushes = pushesOf('Full', 7_000).slice(0, most);
    await Promise.all(pushes.map((body) => deliver(base, body)));

    const repeats = Promise.all(pushes.map((body) => deliver(base, body)));
    letGo();

    expect((await repeats).filter((answer) => answer === 'hung up')).toEqual([]);
    await until(() => late.length === 0);
    expect(effects()).toBe(most);
  });
});

describe('a connection that breaks off before the answer is stored', () => {
  it('leaves the answer to the outbox, for nobody read it', async () => {
    const { base, letGo, late } = await stuck();
    const gone = new AbortController();
    const push = deliver(base, messageOf('oGone', '8001'), gone.signal);
    await new Promise((resolve) => setTimeout(resolve, 100));

    gone.abort();
    expect(await push).toBe('hung up');
    await new Promise((resolve) => setTimeout(resolve, 50));
    letGo();

    await until(() => late.length === 1);
    expect(late).toEqual(['m:8001']);
  });
});
