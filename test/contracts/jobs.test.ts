import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createScheduler, type Run } from '../../src/scheduler/scheduler.ts';
import { createJobLeases } from '../../src/store/job-leases-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const minuteMs = 60_000;
let store: TestStore;
let now = 0;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  await store.connection.collection('jobs').deleteMany({});
  now = new Date('2026-11-30T23:58:00+08:00').getTime();
});
afterAll(() => store.close());

const clock = () => new Date(now);

/** So many instances of the product over one store, each with the same job. */
async function instances(count: number, run: (run: Run, instance: number) => Promise<unknown>) {
  const errors: unknown[] = [];
  const all = Array.from({ length: count }, (_, instance) =>
    createScheduler({
      jobs: [{ name: 'job', every: { minutes: 1 }, run: (given) => run(given, instance) }],
      leases: createJobLeases({ connection: store.connection, clock }),
      clock,
      onError: (error) => errors.push(error),
    }),
  );
  await ensureIndexes(store.connection);
  const tick = async (awake = all) => {
    await Promise.all(awake.map((scheduler) => scheduler.wakeAll()));
  };
  return { all, tick, errors };
}

describe('a job of five instances', () => {
  it('runs once a minute, over the end of a month, whoever is first', async () => {
    const runs: number[] = [];
    const { tick, errors } = await instances(5, () => Promise.resolve(runs.push(now)));

    for (let minute = 0; minute < 60; minute++, now += minuteMs) await tick();

    expect(errors).toEqual([]);
    expect(runs).toHaveLength(60);
    expect(new Set(runs).size).toBe(60);
  });

  it('catches up what was missed in one run, and is told how much', async () => {
    const missed: number[] = [];
    const { tick } = await instances(5, (run) => Promise.resolve(missed.push(run.missed)));

    await tick();
    now += 10 * minuteMs;
    await tick();
    await tick();

    expect(missed).toEqual([0, 9]);
  });

  it('is not begun for a minute that is over elsewhere, however far back a clock is', async () => {
    let runs = 0;
    const { all, tick } = await instances(2, () => Promise.resolve((runs += 1)));

    await tick(all.slice(0, 1));
    now -= 5 * minuteMs;
    await tick(all.slice(1));

    expect(runs).toBe(1);
  });

  it('waits while the run before is held, and goes on when its holder is gone', async () => {
    const begun: number[] = [];
    let die = (): void => undefined;
    const { all, tick } = await instances(2, async (_run, instance) => {
      begun.push(instance);
      if (instance === 0) await new Promise<void>((resolve) => (die = resolve));
    });

    void all[0]?.wakeAll();
    while (begun.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    now += 20_000;
    await tick(all.slice(1));
    const whileHeld = begun.length;
    now += 2 * minuteMs;
    await tick(all.slice(1));
    die();

    expect([whileHeld, begun]).toEqual([1, [0, 1]]);
  });

  it('that failed runs again in its next minute', async () => {
    const missed: number[] = [];
    const { tick, errors } = await instances(1, (run) => {
      missed.push(run.missed);
      return missed.length === 2 ? Promise.reject(new Error('sample')) : Promise.resolve();
    });

    for (let minute = 0; minute < 3; minute++, now += minuteMs) await tick();

    expect(errors).toHaveLength(1);
    expect(missed).toEqual([0, 0, 1]);
  });
});
