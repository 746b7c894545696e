import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ticketModel } from '../../src/queue/tickets-model-store.ts';
import { ensureIndexes, trusted } from '../../src/store/schema.ts';
import { fillQueue } from '../support/queue-filler.ts';
import { createQueueWorld, type QueueWorld } from '../support/queue-world.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const at: TestStore = await openTestStore();
/** LARGEST= for another size; beyond 100,000 they are bench/queue.ts's. */
const largest = Number(process.env.LARGEST ?? 100_000);
const sizes = [1_000, largest];
const connections = sizes.map((size) => at.connection.useDb(`${at.connection.name}-${size}`));
const worlds: QueueWorld[] = [];
beforeAll(async () => {
  for (const [n, connection] of connections.entries()) {
    worlds.push(createQueueWorld(connection));
    await ensureIndexes(connection);
    await fillQueue(connection, 0, sizes[n] ?? 0);
  }
}, 120_000);
afterAll(async () => {
  // The embedded store goes with its folder.
  if (at.kind === 'mongodb') for (const connection of connections) await connection.dropDatabase();
  await at.close();
});

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** The median of each queue, in milliseconds: in turns, so that what else the machine does falls on both alike. */
async function inTurns(count: number, work: (world: QueueWorld) => Promise<unknown>): Promise<number[]> {
  const times: number[][] = worlds.map(() => []);
  for (let n = 0; n < count; n++) {
    for (const [queue, world] of worlds.entries()) {
      times[queue]?.push(await timed(() => work(world)));
    }
  }
  return times.map((each) => median(each));
}

describe(`a claim from ${sizes.join(' and from ')} waiting tickets`, () => {
  it.each([
    ['whoever takes all topics', []],
    ['who has three skills', ['topic-0', 'topic-1', 'topic-3']],
  ])('costs %s nearly the same', async (who, skills) => {
    const claim = (world: QueueWorld) => world.claim.claimNext(world.agent(who, { capacity: 1_000, skills }));
    await inTurns(20, claim);

    const [short = 0, long = 0] = await inTurns(100, claim);

    expect(long / short).toBeLessThan(1.5);
  });

  it('finds a place in either within 5 ms, or on a busy machine within ten looks at the head', async () => {
    const last = { priority: 'low', tier: 1, queuedAt: new Date(8.64e15) } as const;
    const head = { state: 'queued', rank: trusted({ $lt: '2' }) } as const;
    const models = new Map(worlds.map((world, n) => [world, ticketModel(connections[n] ?? at.connection)]));

    const looks = await inTurns(60, async (world) => models.get(world)?.countDocuments(head, { limit: 1 }));
    const places = await inTurns(60, ({ tickets }) => tickets.ahead(last));

    for (const [queue, place] of places.entries()) expect(place).toBeLessThan(Math.max(5, 10 * (looks[queue] ?? 0)));
  });
});
