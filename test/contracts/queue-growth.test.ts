import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureIndexes } from '../../src/store/schema.ts';
import { fillQueue } from '../support/queue-filler.ts';
import { createQueueWorld, type QueueWorld } from '../support/queue-world.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

/** LARGEST=100000 for the long run; larger ones are bench/queue.ts's. */
const [small, large] = [1_000, Number(process.env.LARGEST ?? 20_000)];
const at: TestStore = await openTestStore();
let world: QueueWorld;
beforeAll(async () => {
  world = createQueueWorld(at.connection);
  await ensureIndexes(at.connection);
});
afterAll(() => at.close());

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function timesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return times;
}

/** The median of claims one after the other, without skills and with three, and of places asked for, in milliseconds. */
async function costs(size: number) {
  const plain = world.agent(`plain-${size}`, { capacity: 1_000 });
  const skilled = world.agent(`skilled-${size}`, { capacity: 1_000, skills: ['pay', 'card', 'refund'] });
  const last = { priority: 'low', tier: 1, queuedAt: new Date(8.64e15) } as const;
  await timesOf(30, () => world.claim.claimNext(plain));
  return {
    plain: median(await timesOf(80, () => world.claim.claimNext(plain))),
    skilled: median(await timesOf(80, () => world.claim.claimNext(skilled))),
    place: median(await timesOf(100, () => world.tickets.ahead(last))),
  };
}

describe('a long queue', () => {
  it(`costs a claim at ${large} tickets no more than 1.5 times what it costs at ${small}, and a place under 5 ms`, async () => {
    await fillQueue(at.connection, 0, small);
    const short = await costs(small);
    await fillQueue(at.connection, small, large);
    const long = await costs(large);

    expect(long.plain / short.plain).toBeLessThan(1.5);
    expect(long.skilled / short.skilled).toBeLessThan(1.5);
    expect(long.place).toBeLessThan(5);
  }, 180_000);
});
