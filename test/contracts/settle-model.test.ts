import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSettle } from '../../src/actions/settle.ts';
import { createTranscribe } from '../../src/actions/transcribe.ts';
import { createActTries } from '../../src/customers/act-tries-store.ts';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { toOpenId, type OpenId } from '../../src/domain/ids.ts';
import type { PushRecord } from '../../src/domain/push-record.ts';
import { createTranscripts } from '../../src/queue/transcripts-store.ts';
import { createRandom, type Random } from '../support/random.ts';
import { openSettleStore } from '../support/settle-store.ts';
import type { TestStore } from '../support/store.ts';

/** SEQUENCES=2000 for the long run. */
const sequences = Number(process.env.SEQUENCES ?? 25);
const steps = 30;
const names = ['a', 'b', 'c'];

let store: TestStore;
let now = new Date();
const clock = () => now;
beforeAll(async () => {
  store = await openSettleStore(clock);
});
afterAll(() => store.close());

/** What the world saw: acts done, in order, and after how many more of a customer's one will fail, once. */
type World = { readonly done: string[]; readonly shaky: Map<OpenId, number> };

/** A process over the one store; one that has died does no act any more and tells nobody. */
function startInstance({ done, shaky }: World) {
  const customers = createCustomers({ connection: store.connection, clock, mostOpen: 4 });
  const transcripts = createTranscripts({ connection: store.connection });
  let dead = false;
  const settle = createSettle({
    ...{ customers, clock },
    transcribe: createTranscribe({ transcripts, turns: { add: () => Promise.resolve() }, clock }),
    async applyAct(_act, { customer, push }) {
      if (dead) await new Promise(() => undefined);
      const left = shaky.get(customer.openId);
      if (left === 0) shaky.delete(customer.openId);
      else if (left !== undefined) shaky.set(customer.openId, left - 1);
      if (left === 0) throw new Error('this once');
      done.push(push.key);
    },
    misses: { add: () => Promise.resolve() },
    tries: createActTries({ connection: store.connection, clock }),
    callStaff: () => Promise.reject(new Error('Nothing here fails six times')),
    onError: () => undefined,
  });

  /** @returns the push's key, once it is stored; undefined where another instance was faster */
  async function says(openId: OpenId, text: string, { hears }: { hears: boolean }): Promise<string | undefined> {
    const before = await customers.load(openId);
    const key = `m:${openId}:${text}`;
    const line = { in: { kind: 'text', text: key }, reply: { kind: 'none' } } as const;
    const record: PushRecord = {
      ...{ key, at: now, seq: before.seq + 1, ...line },
      ...{ repliedAt: now, acts: [{ kind: 'wake-outbox' }] },
    };
    const pushes = [...before.pushes, record];
    const stored = await customers.commit(before, { ...before, seq: before.seq + 2, pushes });
    if (stored && hears) settle.onStored(stored);
    return stored && key;
  }

  return { says, sweep: () => settle.sweep(), rest: () => settle.stop(), die: () => (dead = true) };
}

async function play(random: Random, round: number): Promise<void> {
  const openIds = names.map((name) => toOpenId(`oSample_${name}${round}_${'x'.repeat(12)}`));
  const world: World = { done: [], shaky: new Map() };
  const instances = [startInstance(world), startInstance(world)];
  const stored: string[] = [];
  const pick = <T>(from: readonly (T | undefined)[]): T => {
    const one = random.pick(from);
    if (one === undefined) throw new Error('Nothing to pick from');
    return one;
  };
  for (let step = 0; step < steps; step++) {
    const at = random.below(instances.length);
    const instance = pick([instances[at]]);
    const what = random.below(10);
    if (what < 6) {
      // One in ten is stored by a process that dies before it hears so.
      const hears = random.below(10) > 0;
      const key = await instance.says(pick(openIds), String(step), { hears });
      if (key !== undefined) stored.push(key);
      if (!hears) {
        instance.die();
        instances[at] = startInstance(world);
      }
    } else if (what === 6) {
      instance.die();
      instances[at] = startInstance(world);
    } else if (what === 7) world.shaky.set(pick(openIds), random.below(3));
    else if (what === 8) now = new Date(now.getTime() + 20_000);
    else await instance.sweep();
  }
  world.shaky.clear();
  await Promise.all(instances.map(({ rest }) => rest()));
  for (let look = 0; look < 4; look++) {
    now = new Date(now.getTime() + 400_000);
    for (const { sweep } of instances) await sweep();
  }

  expect(stored.filter((key) => !world.done.includes(key))).toEqual([]);
  for (const openId of openIds) {
    const own = (keys: readonly string[]) => keys.filter((key) => key.startsWith(`m:${openId ?? ''}:`));
    expect([...new Set(own(world.done))]).toEqual(own(stored));
  }
  const lines = await store.connection
    .collection<{ _id: string; text: string }>('transcripts')
    .find({ text: { $in: stored } })
    .toArray();
  expect(lines.map(({ text }) => text).sort()).toEqual([...stored].sort());
  expect(await store.connection.collection('customers').countDocuments({ dirtyAt: { $exists: true } })).toBe(0);
}

describe('what follows stored pushes, while processes die and acts fail', () => {
  it(`is done for each push, in each customer's order, in ${sequences} random histories`, async () => {
    const random = createRandom(20261123);
    for (let round = 0; round < sequences; round++) await play(random, round);
  }, 600_000);
});
