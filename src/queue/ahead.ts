import { wholeQueue } from './rank.ts';
import { createReadAhead, type ReadRanks } from './read-ahead.ts';

/** Counts beyond this are told as "200 人以上". */
export const mostCounted = 200;
/** So often the cut is used before an earlier one is looked for. */
const usesOfCut = 32;

type AheadDeps = {
  readonly ranks: ReadRanks;
  /** how many wait before a rank; one more than `mostCounted` stands for more */
  readonly countBefore: (rank: string) => Promise<number>;
};

/**
 * How many wait before a rank: exact up to 200, 201 stands for more. Where that many wait before an earlier rank, no more is
 * asked: a place far back costs as little as one near the front, also of a store that fetches all that it counts.
 */
export function createAhead({ ranks, countBefore }: AheadDeps) {
  const { next } = createReadAhead(ranks, wholeQueue);
  /** a rank with more than 200 before it, when last looked */
  let cut: string | undefined;
  let uses = 0;

  /** The cut nearest to the front: what is more urgent than all the rest may have come in great numbers. */
  async function nearest(upTo: string): Promise<string> {
    uses += 1;
    if (cut !== undefined && uses < usesOfCut) return upTo;
    uses = 0;
    const found = cut === undefined ? await next(undefined) : await ranks({ after: '', before: cut }, mostCounted + 2);
    return found[mostCounted + 1] ?? upTo;
  }

  return async (rank: string): Promise<number> => {
    for (;;) {
      const upTo = cut !== undefined && cut < rank ? cut : rank;
      const count = await countBefore(upTo);
      if (count > mostCounted) cut = await nearest(upTo);
      if (count > mostCounted || upTo === rank) return count;
      // The queue has moved on past the cut.
      cut = (await next(upTo)).at(-1);
    }
  };
}
