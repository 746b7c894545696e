import { createGate } from '../lib/gate.ts';
import { createReadAhead, type ReadRanks } from './read-ahead.ts';
import type { Stretch } from './rank.ts';

/** Between two bounds lie about so many tickets. */
const step = 16;
/** So many were taken below one bound: more has come there than was known of. */
const mostBelow = 4 * step;

/**
 * Follows the front of a part of the queue: it knows bounds, each with a handful of tickets before it, so that whoever
 * takes the first ticket need not ask the store about the whole queue. A bound says where to look, never what is there:
 * another instance may have taken it all, and what was given back stands before every bound.
 */
export function createFront(read: ReadRanks, stretch: Stretch) {
  const oneByOne = createGate(1);
  let ahead = createReadAhead(read, stretch);
  let bounds: readonly string[] = [];
  /** the last bound that nothing was left before */
  let passedAt: string | undefined;
  let taken = 0;

  function known(after = ''): string | undefined {
    return bounds.find((bound) => bound > after);
  }

  /** Looks for the next bound. @param after nothing is left up to there; undefined: nobody has looked yet */
  const look = (after?: string): Promise<string | undefined> =>
    oneByOne.pass(async () => known(after) ?? (await lookNow(after)));

  async function lookNow(after: string | undefined): Promise<string | undefined> {
    const found = await ahead.next(after, later(after, passedAt));
    bounds = found.filter((_, n) => n % step === step - 1 || n === found.length - 1);
    return known(after);
  }

  /** Nothing is left up to this rank. */
  function passed(rank: string): void {
    if (!bounds.some((bound) => bound <= rank)) return;
    bounds = bounds.filter((bound) => bound > rank);
    passedAt = rank;
    taken = 0;
  }

  /** One of its tickets was taken, and so it was the first of them. */
  function took(): void {
    taken += 1;
    if (taken <= mostBelow) return;
    ahead = createReadAhead(read, stretch);
    [bounds, passedAt, taken] = [[], undefined, 0];
  }

  return { known, look, passed, took, mustLook: () => bounds.length === 0 && ahead.hasMore() };
}

export type Front = ReturnType<typeof createFront>;

function later(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}
