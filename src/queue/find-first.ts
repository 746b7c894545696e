import { createBoundedMap } from '../lib/bounded-map.ts';
import { createFront, type Front } from './front.ts';
import { livesUpTo, stretchesUpTo, type Stretch } from './rank.ts';
import type { ReadRanks } from './read-ahead.ts';

/** Whose tickets they may be. */
export type Fitting = {
  /** undefined: every topic */
  readonly topics: readonly string[] | undefined;
  /** the highest tier that he takes */
  readonly tier: number;
};

/** A piece of the queue from its beginning to a bound, of some topics or of all. */
export type Piece = Pick<Fitting, 'topics'> & { readonly after: string; readonly upTo: string };

type Found = { readonly rank: string; readonly topic: string };

/** More parts of the queue than there are topics and tiers together; the front of one more is looked for again. */
const mostFronts = 1_000;

/**
 * Finds the first ticket of the queue that fits, and asks for no more of the queue than its front: what is before a bound,
 * of all topics at once, then what is before the next one.
 *
 * @param ranksOf reads the ranks of a topic, or of all
 */
export function createFindFirst(ranksOf: (topic: string | undefined) => ReadRanks) {
  const fronts = createBoundedMap<string, Front>(mostFronts);

  /**
   * @param find finds, or takes, the least of a piece that there is now
   * @returns undefined where nothing waits that fits
   */
  async function findFirst<T extends Found>({ tier, topics }: Fitting, find: (piece: Piece) => Promise<T | null>) {
    const life = await findLife({ tier, topics }, find);
    if (life) return life;
    for (const stretch of stretchesUpTo(tier)) {
      const all = (topics ?? [undefined]).map((topic) => frontOf(stretch, topic));
      for (let upTo = await leastBound(all); upTo !== undefined; upTo = await leastBound(all, upTo)) {
        const found = await find({ topics, after: stretch.from, upTo });
        for (const front of all) front.passed(found?.rank ?? upTo);
        if (!found) continue;
        frontOf(stretch, topics && found.topic).took();
        return found;
      }
    }
    return undefined;
  }

  /** So few that no front is followed. */
  async function findLife<T extends Found>({ tier, topics }: Fitting, find: (piece: Piece) => Promise<T | null>) {
    const lives = livesUpTo(tier);
    return lives && find({ topics, after: lives.from, upTo: lives.before });
  }

  function frontOf(stretch: Stretch, topic: string | undefined): Front {
    const name = `${stretch.from} ${topic ?? ''}`;
    const front = fronts.get(name) ?? createFront(ranksOf(topic), stretch);
    fronts.set(name, front);
    return front;
  }

  return findFirst;
}

/** The least bound of all, beyond `after`; it is looked for where a front has more than was read, or none is known. */
async function leastBound(fronts: readonly Front[], after?: string): Promise<string | undefined> {
  const least = (): string | undefined => fronts.flatMap((front) => front.known(after) ?? []).sort()[0];
  await Promise.all(fronts.filter((front) => front.mustLook()).map((front) => front.look(after)));
  const known = least();
  if (known !== undefined) return known;
  await Promise.all(fronts.map((front) => front.look(after)));
  return least();
}
