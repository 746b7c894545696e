import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { toOpenId } from '../../src/domain/ids.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { deliver, messageOf, openDoor } from '../support/push-door.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

/** WeChat's times, a twentieth as long: it repeats each 5 s, and we hang up after 4.5 s. */
const repeatMs = 250;
const deadlineMs = 225;
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

let store: TestStore;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  store = await openTestStore();
  createCustomers({ connection: store.connection, clock: systemClock });
  await ensureIndexes(store.connection);
});
afterAll(async () => {
  for (const close of closing) await close();
  await store.close();
});

/** An instance of the product, as far as a push's way goes, whose decisions take so long. */
async function instance(decisionMs: number) {
  const customers = createCustomers({ connection: store.connection, clock: systemClock });
  const door = await openDoor({ customers, beforeDeciding: () => wait(decisionMs), deadlineMs });
  closing.push(door.close);
  return { ...door, customers };
}

/** The same push three times, each a while after the last, whether or not that was answered. */
async function threeTimes(bases: readonly string[], body: string): Promise<string[]> {
  return Promise.all(
    [0, 1, 2].map(async (n) => {
      await wait(n * repeatMs);
      return deliver(bases[n % bases.length] ?? '', body);
    }),
  );
}

async function recordsOf(one: Awaited<ReturnType<typeof instance>>, name: string): Promise<number> {
  const openId = toOpenId(name);
  return openId ? ((await one.customers.find(openId))?.pushes.length ?? 0) : 0;
}

describe('a push that WeChat delivers three times, five seconds apart', () => {
  it('has one effect, and the connection that is still open gets the answer', async () => {
    const one = await instance(2.4 * repeatMs);

    const answers = await threeTimes([one.base], messageOf('oSlowOne', '9001'));

    expect(answers.slice(0, 2)).toEqual(['hung up', 'hung up']);
    expect(answers[2]).toContain('m:9001');
    expect([one.effects(), await recordsOf(one, 'oSlowOne')]).toEqual([1, 1]);
    await wait(50);
    expect(one.late).toEqual([]);
  });

  it('has one effect and one answer on two instances', async () => {
    const [one, two] = [await instance(0.5 * repeatMs), await instance(0.5 * repeatMs)];

    const answers = await threeTimes([one.base, two.base], messageOf('oTwoInstances', '9002'));

    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('m:9002');
    expect([one.effects() + two.effects(), await recordsOf(one, 'oTwoInstances')]).toEqual([1, 1]);
  });

  it('has one effect and the same answer in 100 conversations whose deliveries overlap on two instances', async () => {
    const [one, two] = [await instance(20), await instance(20)];
    const pushes = Array.from({ length: 100 }, (_, n) => messageOf(`oCrowd${n}`, String(9100 + n)));

    const answers = await Promise.all(
      pushes.map((body) => Promise.all([one, two, one].map(({ base }) => deliver(base, body)))),
    );

    for (const same of answers) {
      // Under load a first connection may have been given up: what was answered was answered alike.
      const given = new Set(same.filter((answer) => answer !== 'hung up'));
      expect(given.size).toBeLessThanOrEqual(1);
    }
    expect(one.effects() + two.effects()).toBe(100);
  });
});
