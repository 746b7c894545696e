import path from 'node:path';
import type { Page } from '../../src/domain/page.ts';
import type { PushRecord } from '../../src/domain/push-record.ts';
import { createLatePushes, type LatePushesDeps } from '../../src/pipeline/late-pushes.ts';
import { createDurableFolder } from '../../src/store/durable-folder.ts';
import { parsePush } from '../../src/wechat/parse-push.ts';
import { messageOf } from './push-door.ts';

type World = {
  /** keys of pushes that the store refuses */
  readonly bad: Set<string>;
  /** keys of pushes that never end */
  readonly hanging: Set<string>;
  store: 'well' | 'refuses' | 'stands still';
  noCalls: boolean;
};

const turnMs = 5_000;
const never = new Promise<never>(() => undefined);

/** A process that brings the late pushes in `root`, turn by turn, on a clock of its own. */
export function lateProcess(
  root: string,
  options: Partial<Pick<LatePushesDeps, 'most' | 'mostDead' | 'patienceMs'>> = {},
) {
  const world: World = { bad: new Set(), hanging: new Set(), store: 'well', noCalls: false };
  const tried: string[] = [];
  const answered: string[] = [];
  const pages: Page[] = [];
  let now = Date.parse('2026-11-23T10:00:00+08:00');
  const { keep, ended, bring } = createLatePushes({
    folder: createDurableFolder(path.join(root, 'late')),
    dead: createDurableFolder(path.join(root, 'dead')),
    key: Buffer.alloc(32, 7),
    handle({ key }) {
      tried.push(key);
      if (world.store === 'stands still' || world.hanging.has(key)) return never;
      if (world.store === 'refuses' || world.bad.has(key)) return Promise.reject(new Error('not stored'));
      return Promise.resolve({ key } as PushRecord);
    },
    send: ({ key }) => Promise.resolve(void answered.push(key)),
    takesWrites: () => (world.store === 'stands still' ? never : Promise.resolve(world.store === 'well')),
    callStaff(page) {
      if (world.noCalls) return Promise.reject(new Error('not stored'));
      pages.push(page);
      return Promise.resolve();
    },
    onSetAside: () => undefined,
    onError: () => undefined,
    clock: () => new Date(now),
    ...options,
  });

  /** The store has not taken it in time: it is put on disk, and its first try has ended. @returns whether it is there */
  async function leave(id: string): Promise<boolean> {
    const xml = messageOf(`oSetAside${id}`, id);
    const push = parsePush(xml);
    if (!push.ok) throw new Error(xml);
    const isKept = await keep(push.value, xml);
    await ended(push.value, false);
    return isKept;
  }

  /** The turns of so long a time. @returns after how many seconds each try was made */
  async function turns(ms: number): Promise<number[]> {
    const at: number[] = [];
    for (let passed = 0; passed <= ms; passed += turnMs) {
      const before = tried.length;
      await bring();
      at.push(...tried.slice(before).map(() => passed / 1_000));
      now += turnMs;
    }
    return at;
  }

  return { world, tried, answered, pages, leave, turns, bring };
}
