import { describe, expect, it } from '@jest/globals';
import { createAhead } from '../../src/queue/ahead.ts';
import { createFindFirst } from '../../src/queue/find-first.ts';
import { createRandom, type Random } from '../support/random.ts';
import { createWaitingTickets, type Waiting } from '../support/waiting-tickets.ts';

const start = Date.parse('2026-11-23T02:00:00Z');
const priorities = ['normal', 'normal', 'normal', 'normal', 'low', 'high', 'urgent'] as const;

/** One topic has most of it. */
const topics = ['pay', 'refunds', ...Array.from({ length: 12 }, () => 'cards')];

type Queue = ReturnType<typeof createWaitingTickets>;

function fill(queue: Queue, count: number, random: Random): void {
  for (let n = 0; n < count; n++) {
    queue.add(start + n * 700, { topic: random.pick(topics), priority: random.pick(priorities) });
  }
}

describe('the first of the queue', () => {
  it.each([1, 2, 3, 4, 5, 6])('is found by two instances, whatever comes, goes and comes back (%i)', async (seed) => {
    const random = createRandom(seed);
    const queue = createWaitingTickets();
    fill(queue, 3_000, random);
    const instances = [createFindFirst(queue.ranksOf), createFindFirst(queue.ranksOf)];
    const taken: Waiting[] = [];
    const wrong: string[] = [];

    for (let n = 0; n < 3_000; n++) {
      const wanted = [undefined, ['pay'], ['pay', 'cards'], ['refunds', 'cards']][random.below(4)];
      const first = queue.least(wanted);
      const found = await random.pick(instances)({ topics: wanted, tier: random.pick([1, 3]) }, queue.take);
      if (found?.rank !== first) wrong.push(`${String(n)}: ${String(found?.rank)}, not ${String(first)}`);
      if (found) taken.push(found);
      const [back] = random.below(5) === 0 ? taken.splice(random.below(taken.length), 1) : [];
      if (back) queue.putBack(back);
      if (random.below(4) === 0) {
        const life = random.below(20) === 0 && ({ priority: 'urgent', lifeAtRisk: true } as const);
        const about = { topic: random.pick(queue.topics), priority: random.pick(priorities), ...life };
        queue.add(start + 2_100_000 + n * 500, about);
      }
    }

    expect(wrong).toEqual([]);
  });

  it('is nothing where nothing waits, and what comes next a moment later', async () => {
    const queue = createWaitingTickets();
    const findFirst = createFindFirst(queue.ranksOf);
    const look = () => findFirst({ topics: ['pay', 'cards'], tier: 1 }, queue.take);

    for (const at of [5_000, 4_000, 6_000, 1_000]) {
      expect(await look()).toBeUndefined();
      queue.add(start + at, { topic: 'pay', priority: 'normal' });
      expect(await look()).toMatchObject({ topic: 'pay' });
    }
  });
});

describe('of a store that fetches all that a range holds', () => {
  /** Documents fetched for each of a thousand claims, after the first. */
  async function fetchedEach(size: number, wanted: readonly string[] | undefined): Promise<number> {
    const queue = createWaitingTickets();
    fill(queue, size, createRandom(size));
    const findFirst = createFindFirst(queue.ranksOf);
    await findFirst({ topics: wanted, tier: 3 }, queue.take);
    const before = queue.fetched();
    for (let n = 0; n < 1_000; n++) await findFirst({ topics: wanted, tier: 3 }, queue.take);
    return (queue.fetched() - before) / 1_000;
  }

  it.each([
    ['all topics', undefined],
    ['two topics', ['pay', 'cards']],
  ])('a claim from %s fetches a handful, of 5,000 and of 50,000', async (_name, wanted) => {
    const [short, long] = [await fetchedEach(5_000, wanted), await fetchedEach(50_000, wanted)];

    expect(short).toBeLessThan(40);
    expect(long).toBeLessThan(40);
  });

  it('a claim fetches a handful again soon after a flood of hurried ones', async () => {
    const queue = createWaitingTickets();
    const random = createRandom(7);
    fill(queue, 5_000, random);
    const findFirst = createFindFirst(queue.ranksOf);
    for (let n = 0; n < 2_000; n++) await findFirst({ topics: undefined, tier: 3 }, queue.take);
    for (let n = 0; n < 10_000; n++) queue.add(start + 9e6 + n * 10, { topic: 'pay', priority: 'urgent' });
    for (let n = 0; n < 100; n++) await findFirst({ topics: undefined, tier: 3 }, queue.take);

    const before = queue.fetched();
    for (let n = 0; n < 500; n++) await findFirst({ topics: undefined, tier: 3 }, queue.take);

    expect((queue.fetched() - before) / 500).toBeLessThan(40);
  });

  it('a place far back is told from some hundreds, while the queue moves on and after a flood', async () => {
    const queue = createWaitingTickets();
    fill(queue, 20_000, createRandom(8));
    const ranks = queue.ranksOf(undefined);
    const counted: number[] = [];
    const ahead = createAhead({
      ranks,
      async countBefore(before) {
        counted.push((await ranks({ after: '', before }, 1e9)).length);
        return Math.min(201, counted.at(-1) ?? 0);
      },
    });
    const takeFirst = createFindFirst(queue.ranksOf);
    const last = '192:9';

    await ahead(last);
    counted.length = 0;
    for (let n = 0; n < 2_000; n++) {
      await takeFirst({ topics: undefined, tier: 3 }, queue.take);
      expect(await ahead(last)).toBe(201);
    }
    const moving = Math.max(...counted);
    for (let n = 0; n < 10_000; n++) queue.add(start + n, { topic: 'pay', priority: 'urgent', tier: 2 });
    for (let n = 0; n < 50; n++) await ahead(last);
    counted.length = 0;
    for (let n = 0; n < 50; n++) expect(await ahead(last)).toBe(201);

    expect(moving).toBeLessThan(1_000);
    expect(Math.max(...counted)).toBeLessThan(1_000);
  });

  it('a place is exact to 200 wherever the last look was', async () => {
    const queue = createWaitingTickets();
    fill(queue, 600, createRandom(9));
    const ranks = queue.ranksOf(undefined);
    const countBefore = async (before: string) => (await ranks({ after: '', before }, 201)).length;
    const ahead = createAhead({ ranks, countBefore });
    const all = await ranks({ after: '', before: '2' }, 1e9);

    for (const n of [599, 3, 450, 200, 201, 199, 0, 599]) {
      expect(await ahead(all[n] ?? '')).toBe(Math.min(201, n));
    }
    for (const rank of all.slice(0, 450)) {
      await queue.take({ topics: undefined, after: '0', upTo: rank });
    }
    expect(await ahead(all[599] ?? '')).toBe(149);
  });
});
