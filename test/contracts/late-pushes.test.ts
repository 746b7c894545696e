import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { deliver, messageOf, openDoor, type Door } from '../support/push-door.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { waitFor } from '../support/wait-for.ts';

/** The disk of a busy machine may take its time. */
const times = { aloneMs: 50, deadlineMs: 1_000 };
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

let store: TestStore;
let folder: string;
const doors: Door[] = [];
beforeAll(async () => {
  store = await openTestStore();
  createCustomers({ connection: store.connection, clock: systemClock });
  await ensureIndexes(store.connection);
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'late-pushes-'));
});
afterAll(async () => {
  for (const { close, latePushes } of doors) {
    await latePushes.stop();
    await close();
  }
  await store.close();
});

/** An instance before a store that takes nothing until it is let go; then each commit fails so often first. */
async function instance({ stuck = true, failures = 0, most = 100 } = {}) {
  const customers = createCustomers({ connection: store.connection, clock: systemClock });
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let left = failures;
  let tried = 0;
  const slow: DoorCustomers = {
    ...customers,
    async commit(before, after) {
      if (stuck) await held;
      left -= 1;
      if (left >= 0) throw new Error('the store is gone');
      const stored = await customers.commit(before, after);
      tried += 1;
      return stored;
    },
  };
  const door = await openDoor({ customers: slow, ...times, lateFolder: folder, mostLate: most });
  doors.push(door);
  return { ...door, letGo, tried: () => tried };
}

type DoorCustomers = Parameters<typeof openDoor>[0]['customers'];

const kept = () => readdir(folder);
const untilNoneIsKept = () => waitFor(async () => ((await kept()).length === 0 ? true : undefined));

describe('a push that the store has not taken when the time is over', () => {
  it('is on disk when it is acknowledged, sealed, and answered by the outbox, once', async () => {
    const { base, letGo, late, counts, effects } = await instance();
    const push = messageOf('oLate1', '9101');

    expect(await Promise.all([deliver(base, push), deliver(base, push)])).toEqual(['success', 'success']);
    const [file = ''] = await kept();
    const bytes = await readFile(path.join(folder, file));
    expect(bytes.includes('你好') || bytes.includes('oLate1')).toBe(false);
    letGo();
    await untilNoneIsKept();

    expect([effects(), late]).toEqual([1, ['m:9101']]);
    expect(counts.toSorted()).toEqual(['kept', 'kept', 'late', 'late']);
  });

  it('is stored and answered by the process after the one that was killed', async () => {
    const killed = await instance();
    const pushes = ['9201', '9202', '9203'].map((id) => messageOf('oLate2', id));
    const said = await Promise.all(pushes.map((push) => deliver(killed.base, push)));
    expect(new Set(said)).toEqual(new Set(['success']));

    const next = await instance({ stuck: false });
    await next.latePushes.start();

    expect(next.late).toEqual(['m:9201', 'm:9202', 'm:9203']);
    expect([next.effects(), await kept()]).toEqual([3, []]);
  });

  it('has one effect and one answer where two processes share the disk and both have it', async () => {
    const [slow, fast] = [await instance(), await instance({ stuck: false })];
    expect(await deliver(slow.base, messageOf('oLate3', '9301'))).toBe('success');

    await fast.latePushes.start();
    slow.letGo();
    // It reads the customer again, finds the push, and has nothing left to do.
    await waitFor(() => (slow.tried() === 1 ? true : undefined));
    await wait(200);

    expect(slow.effects() + fast.effects()).toBe(1);
    expect([...slow.late, ...fast.late]).toEqual(['m:9301']);
    expect(await kept()).toEqual([]);
  });

  it('is brought again until a store that fails takes it', async () => {
    const { base, letGo, late, latePushes, effects } = await instance({ failures: 3 });
    expect(await deliver(base, messageOf('oLate4', '9401'))).toBe('success');

    letGo();
    await latePushes.start();
    await untilNoneIsKept();

    expect([effects(), late]).toEqual([1, ['m:9401']]);
  });

  it("is left for WeChat's repeat where the store refuses it, and kept when that is refused too", async () => {
    const { base, counts, late, latePushes, effects } = await instance({ stuck: false, failures: 2 });
    const push = messageOf('oLate9', '9901');

    expect([await deliver(base, push), await kept()]).toEqual(['hung up', []]);
    expect([await deliver(base, push), await kept()]).toEqual(['success', [expect.any(String)]]);
    await latePushes.start();
    await untilNoneIsKept();

    expect([effects(), late]).toEqual([1, ['m:9901']]);
    expect(counts).toEqual(['failed', 'failed', 'kept']);
  });

  it('gets its answer on the connection where that is still in time, and leaves nothing on disk', async () => {
    const { base, letGo, late } = await instance();
    const answer = deliver(base, messageOf('oLate5', '9501'));
    await waitFor(async () => ((await kept()).length === 1 ? true : undefined));
    letGo();

    expect(await answer).toContain('m:9501');
    await untilNoneIsKept();
    expect(late).toEqual([]);
  });

  it('is not acknowledged where the disk does not take it either', async () => {
    const { base, counts, letGo } = await instance();
    await rm(folder, { recursive: true });
    await writeFile(folder, 'no folder');

    expect(await deliver(base, messageOf('oLate6', '9601'))).toBe('hung up');
    expect(counts).toEqual(['late']);
    letGo();
  });

  it('is not acknowledged beyond what the disk is to hold', async () => {
    const { base, letGo } = await instance({ most: 2 });
    const pushes = ['9611', '9612', '9613'].map((id) => messageOf(`oFull${id}`, id));

    const said = await Promise.all(pushes.map((push) => deliver(base, push)));

    expect(said.toSorted()).toEqual(['hung up', 'success', 'success']);
    letGo();
    await untilNoneIsKept();
  });

  it('is set aside where it does not open, which is said, and keeps no other from being brought', async () => {
    const killed = await instance();
    expect(await deliver(killed.base, messageOf('oLate7', '9701'))).toBe('success');
    const [file = ''] = await kept();
    await writeFile(path.join(folder, file), (await readFile(path.join(folder, file))).reverse());
    expect(await deliver(killed.base, messageOf('oLate8', '9801'))).toBe('success');

    const next = await instance({ stuck: false });
    await next.latePushes.start();

    expect([next.late, await kept(), await readdir(`${folder}-dead`)]).toEqual([['m:9801'], [], [file]]);
    expect(next.pages).toMatchObject([{ to: 'administrator', kind: 'dead_letter', codes: ['late_push', '1'] }]);
    expect(next.errors.map(String)).toEqual([expect.stringContaining('does not open')]);
  });
});
