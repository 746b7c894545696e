import type { Clock } from '../lib/clock.ts';

const firstPauseMs = 5_000;
const longestPauseMs = 10 * 60_000;
/** The last of them is some fifty minutes after the first. */
const mostTries = 12;

type Failed = { readonly tries: number; readonly dueAt: number; readonly isTold: boolean };

/**
 * How often each late push on disk has failed, and from when it may be tried again: the pauses double, 5 seconds, 10, 20 …
 * ten minutes. It is known to this process alone: the next one counts anew.
 */
export function createLateTries({ clock }: { clock: Clock }) {
  const failed = new Map<string, Failed>();

  /**
   * What is to be tried now: first what has not failed yet, so that nothing waits behind what may fail again.
   *
   * @param names all that are on disk: what is gone is forgotten
   */
  function due(names: readonly string[]): string[] {
    const there = new Set(names);
    for (const name of failed.keys()) if (!there.has(name)) failed.delete(name);
    const now = clock().getTime();
    const again = names.filter((name) => (failed.get(name)?.dueAt ?? Infinity) <= now);
    return [...names.filter((name) => !failed.has(name)), ...again];
  }

  /** @returns whether it has failed often enough */
  function countFailed(name: string): boolean {
    const { tries, isTold } = failed.get(name) ?? { tries: 0, isTold: false };
    const pauseMs = Math.min(firstPauseMs * 2 ** tries, longestPauseMs);
    failed.set(name, { tries: tries + 1, dueAt: clock().getTime() + pauseMs, isTold });
    return tries + 1 >= mostTries;
  }

  /** Of those given the ones that staff have not been called for. */
  function untold(names: readonly string[]): string[] {
    return names.filter((name) => failed.get(name)?.isTold !== true);
  }

  function told(names: readonly string[]): void {
    for (const name of names) {
      const known = failed.get(name);
      if (known) failed.set(name, { ...known, isTold: true });
    }
  }

  /** They are set aside: should they come back, they are counted anew. */
  function forget(names: readonly string[]): void {
    for (const name of names) failed.delete(name);
  }

  return { due, countFailed, untold, told, forget };
}
