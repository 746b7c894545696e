import { laterRank, spanBetween, type Stretch } from './rank.ts';

/** The first ranks of those that wait after one rank and before another, at most so many of them, in order. */
export type ReadRanks = (range: { readonly after: string; readonly before: string }, most: number) => Promise<string[]>;

export type ReadAhead = ReturnType<typeof createReadAhead>;

/** As many are read at a time. */
const mostRead = 256;
const fewRead = mostRead / 4;
const widest = 4 ** 5;
const mostMs = 30 * 24 * 3_600_000;

/**
 * Reads the ranks of a stretch of the queue from the front on, some hundreds at a time. Once the queue has shown how close
 * its tickets lie, a window of time that holds about so many is asked for, then wider ones, and last all the rest: no
 * ticket is passed over, and a store that fetches and sorts all that a filter matches has no more than a window to fetch.
 */
export function createReadAhead(read: ReadRanks, { from, before }: Stretch) {
  /** how long a piece of the queue has some hundreds; undefined: all of it was read at once */
  let windowMs: number | undefined;
  let isRead = false;

  /**
   * @param after nothing is left up to here; undefined: nobody has looked
   * @param seen where the windows begin, if that is later
   * @returns the next ranks; none where nothing waits after `after`
   */
  async function next(after: string | undefined, seen = after): Promise<readonly string[]> {
    const near = seen === undefined ? [] : await within(seen);
    if (near.length > 0) return near;
    const found = await read({ after: after ?? from, before }, mostRead);
    isRead = true;
    windowMs = found.length < mostRead ? undefined : spanOf(found);
    return found;
  }

  async function within(after: string): Promise<readonly string[]> {
    for (let wide = 1; windowMs !== undefined && wide <= widest; wide *= 4) {
      const found = await read({ after, before: laterRank(after, Math.min(mostMs, windowMs * wide)) }, mostRead);
      if (found.length === 0) continue;
      windowMs = found.length === mostRead ? spanOf(found) : windowMs * (found.length < fewRead ? 2 * wide : wide);
      return found;
    }
    return [];
  }

  /** Whether there may be more than was read. */
  const hasMore = (): boolean => !isRead || windowMs !== undefined;

  return { next, hasMore };
}

function spanOf(found: readonly string[]): number {
  return spanBetween(found[0] ?? '', found.at(-1) ?? '');
}
