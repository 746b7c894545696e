import type { Push } from '../domain/push.ts';
import { createBringLate, type BringLateDeps } from './bring-late.ts';
import { createLateFolder, nameOf, type LateFolderDeps } from './late-folder.ts';

export type LatePushesDeps = Omit<LateFolderDeps, 'most' | 'mostDead'> &
  BringLateDeps & {
    readonly everyMs?: number;
    /** pushes on disk at a time: what comes beyond is not acknowledged */
    readonly most?: number;
    /** pushes set aside at a time: what comes beyond goes on being brought, at the longest pause */
    readonly mostDead?: number;
  };

/**
 * Pushes that the store has not taken when WeChat's five seconds are nearly over: each is put on disk, so that it can be
 * acknowledged, and brought to the store until that has it and its answer is in the outbox. Also after a crash: what an
 * earlier process left is brought first, before anything new comes in.
 *
 * Bringing one twice is nothing new: a push has one effect, however often it comes.
 */
export function createLatePushes({
  folder,
  dead,
  key,
  everyMs = 5_000,
  most = 4_000,
  mostDead = 4_000,
  ...bringing
}: LatePushesDeps) {
  const { onError } = bringing;
  /** kept here and still under way; what it resolves to: whether it is on disk */
  const keeping = new Map<string, Promise<boolean>>();
  const late = createLateFolder({ folder, dead, key, most, mostDead });
  const { round } = createBringLate(late, bringing);
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;

  /**
   * Puts a push on disk while it is under way.
   *
   * @returns whether it is there; false where that fails or too many are: it must not be acknowledged
   */
  function keep(push: Push, xml: string): Promise<boolean> {
    const name = nameOf(push);
    const known = keeping.get(name);
    if (known) return known;
    const kept = late.put(push, xml).catch((error: unknown) => {
      onError(error);
      return false;
    });
    keeping.set(name, kept);
    void kept.then((isKept) => isKept || keeping.delete(name));
    return kept;
  }

  /** What was under way has ended: `done` where it is stored and answered; else it is brought again. */
  async function ended(push: Push, done: boolean): Promise<void> {
    const name = nameOf(push);
    const isKept = await keeping.get(name);
    try {
      if (isKept && done) await late.remove(name);
    } catch (error) {
      onError(error);
    }
    keeping.delete(name);
  }

  /** Brings what nobody here has under way, as far as it is its time and the store takes it. */
  function bring(): Promise<void> {
    underWay ??= round((name) => keeping.has(name))
      .catch(onError)
      .finally(() => (underWay = undefined));
    return underWay;
  }

  /** Resolves when what an earlier process left is brought, as far as the store takes it. */
  async function start(): Promise<void> {
    await bring();
    timer = setInterval(() => void bring(), everyMs);
    timer.unref();
  }

  /** What is not brought by now, the next start brings. */
  async function stop(): Promise<void> {
    clearInterval(timer);
    await underWay;
  }

  return { keep, ended, bring, start, stop };
}

export type LatePushes = ReturnType<typeof createLatePushes>;
