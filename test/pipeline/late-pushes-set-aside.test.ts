import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lateProcess } from '../support/late-process.ts';

const minuteMs = 60_000;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'late-set-aside-'));
});
afterEach(() => rm(root, { recursive: true }));

const waiting = () => readdir(path.join(root, 'late'));
const dead = () => readdir(path.join(root, 'dead')).catch(() => []);
/** What `docs/operations.md` tells operators to do. */
const putBack = (name: string) => rename(path.join(root, 'dead', name), path.join(root, 'late', name));

const processWith = (options?: Parameters<typeof lateProcess>[1]) => lateProcess(root, options);

const toAdministrator = (count: number) => ({
  to: 'administrator',
  kind: 'dead_letter',
  codes: ['late_push', String(count)],
});

describe('a late push that fails while the store takes others', () => {
  it('is tried twelve times with growing pauses, then set aside on disk, and the administrator called once', async () => {
    const { world, turns, leave, answered, pages } = processWith();
    world.bad.add('m:101');
    await leave('101');
    const [name = ''] = await waiting();

    expect(await turns(120 * minuteMs)).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 1235, 1835, 2435, 3035]);
    expect([await waiting(), await dead(), answered]).toEqual([[], [name], []]);
    expect(pages).toMatchObject([toAdministrator(1)]);
    expect(JSON.stringify(pages)).not.toMatch(/你好|oSetAside/);
  });

  it('keeps back none of those behind it, though it fills the first batch with its like', async () => {
    const { world, leave, bring, answered } = processWith();
    const bad = Array.from({ length: 60 }, (_, n) => String(1_000 + n));
    for (const id of bad) world.bad.add(`m:${id}`);
    for (const id of [...bad, '9001', '9002']) await leave(id);

    await bring();

    expect(answered).toEqual(['m:9001', 'm:9002']);
    expect(await waiting()).toHaveLength(60);
  });

  it('comes behind what has not failed yet when its pause is over', async () => {
    const { world, leave, turns, bring, tried } = processWith();
    world.bad.add('m:101');
    await leave('101');
    await turns(0);
    await leave('102');

    await bring();

    expect(tried).toEqual(['m:101', 'm:102', 'm:101']);
  });

  it('has failed as well where it never ends, and keeps the others waiting no longer than the patience lasts', async () => {
    const { world, leave, turns, answered, pages } = processWith({ patienceMs: 20 });
    world.hanging.add('m:101');
    for (const id of ['101', '102']) await leave(id);

    await turns(60 * minuteMs);

    expect([answered, await waiting()]).toEqual([['m:102'], []]);
    expect([await dead(), pages]).toMatchObject([[expect.stringContaining('101-')], [toAdministrator(1)]]);
  });

  it('makes room: what is set aside does not count among the pushes on disk', async () => {
    const { world, leave, turns } = processWith({ most: 1 });
    world.bad.add('m:101');

    expect([await leave('101'), await leave('102')]).toEqual([true, false]);
    await turns(60 * minuteMs);
    expect(await leave('102')).toBe(true);
  });

  it('stays where it is when no more may be set aside, is tried every ten minutes, and told once like the others', async () => {
    const { world, leave, turns, pages } = processWith({ mostDead: 1 });
    for (const id of ['101', '102']) {
      world.bad.add(`m:${id}`);
      await leave(id);
    }

    await turns(60 * minuteMs);
    expect([await dead(), await waiting()]).toMatchObject([[expect.any(String)], [expect.any(String)]]);

    expect(await turns(59 * minuteMs)).toHaveLength(6);
    expect(pages).toMatchObject([toAdministrator(2)]);
  });

  it('is not set aside before the call is stored', async () => {
    const { world, leave, turns, pages } = processWith();
    world.bad.add('m:101');
    world.noCalls = true;
    await leave('101');

    await turns(120 * minuteMs);
    expect([await dead(), await waiting()]).toEqual([[], [expect.any(String)]]);
    world.noCalls = false;
    await turns(10 * minuteMs);

    expect([await dead(), pages]).toMatchObject([[expect.any(String)], [toAdministrator(1)]]);
  });
});

describe('a store that is down', () => {
  it.each([
    { store: 'refuses', minutes: 120 },
    { store: 'stands still', minutes: 3 },
  ] as const)('uses up no try, whether it $store: when it is back, the next turn brings all', async (down) => {
    const { world, leave, turns, bring, answered, pages } = processWith({ patienceMs: 20 });
    for (const id of ['101', '102', '103']) await leave(id);

    world.store = down.store;
    await turns(down.minutes * minuteMs);
    world.store = 'well';
    await bring();

    expect(answered).toEqual(['m:101', 'm:102', 'm:103']);
    expect([pages, await dead()]).toEqual([[], []]);
  });
});

describe('a file that does not open', () => {
  it('is set aside at the first look, with one call for all, and the others are brought', async () => {
    const { leave, bring, turns, answered, pages } = processWith();
    await leave('101');
    for (const name of ['another key', 'half a file']) await writeFile(path.join(root, 'late', name), name);
    await mkdir(path.join(root, 'late', 'a folder made by hand'));

    await bring();

    expect(answered).toEqual(['m:101']);
    expect((await dead()).toSorted()).toEqual(['another key', 'half a file']);
    await turns(60 * minuteMs);
    expect(await waiting()).toEqual(['a folder made by hand']);
    expect(pages).toMatchObject([toAdministrator(2)]);
  });
});

describe('what is set aside', () => {
  /** A push that has used up its tries this moment. */
  async function setAside() {
    const first = processWith();
    first.world.bad.add('m:101');
    await first.leave('101');
    await first.turns(3_035_000);
    const [name = ''] = await dead();
    return { ...first, name };
  }

  it('is brought and answered at the next turn when it is put back', async () => {
    const { world, bring, answered, name } = await setAside();
    world.bad.clear();

    await putBack(name);
    await bring();

    expect([answered, await waiting(), await dead()]).toEqual([['m:101'], [], []]);
  });

  it('has all its tries again when it is put back, and is called for again', async () => {
    const { turns, pages, name } = await setAside();

    await putBack(name);

    expect(await turns(60 * minuteMs)).toHaveLength(12);
    expect(await dead()).toEqual([name]);
    expect(new Set(pages.map(({ id }) => id)).size).toBe(2);
  });

  it('stays set aside after a restart; what was not yet, begins its tries anew', async () => {
    const { world, leave, turns, name } = await setAside();
    world.bad.add('m:102');
    await leave('102');
    expect(await turns(40 * minuteMs)).toHaveLength(10);

    const next = processWith();
    next.world.bad.add('m:102');
    await next.turns(40 * minuteMs);

    expect([next.tried.length, await dead()]).toEqual([10, [name]]);
    await next.turns(20 * minuteMs);
    expect(await dead()).toHaveLength(2);
    expect(next.tried).not.toContain('m:101');
  });
});
