import type { Priority } from '../../src/domain/intent.ts';
import type { Piece } from '../../src/queue/find-first.ts';
import { rankOf } from '../../src/queue/rank.ts';
import type { ReadRanks } from '../../src/queue/read-ahead.ts';

export type Waiting = { readonly rank: string; readonly topic: string };

type New = {
  readonly topic: string;
  readonly priority: Priority;
  readonly tier?: number;
  readonly lifeAtRisk?: true | undefined;
};

const topics = ['cards', 'pay', 'refunds'] as const;

/** Waiting tickets in memory, of a store that knows no order: it fetches all that is in a range, then sorts. */
export function createWaitingTickets() {
  const byTopic = new Map(topics.map((topic) => [topic as string, [] as string[]]));
  let fetched = 0;
  let last = 0;

  function add(at: number, { topic, priority, tier = 1, lifeAtRisk }: New): void {
    last += 1;
    const ranks = byTopic.get(topic) ?? [];
    const rank = rankOf({
      ...{ priority, lifeAtRisk, tier },
      queuedAt: new Date(at),
      number: `K20261123-${String(last).padStart(7, '0')}`,
    });
    ranks.splice(placeOf(ranks, rank), 0, rank);
  }

  function fetch(of: readonly string[], { after, before }: { after: string; before: string }): Waiting[] {
    const found = of.flatMap((topic) => {
      const ranks = byTopic.get(topic) ?? [];
      const from = placeOf(ranks, `${after} `);
      return ranks.slice(from, placeOf(ranks, before)).map((rank) => ({ rank, topic }));
    });
    fetched += found.length;
    return found.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  }

  const ranksOf =
    (topic: string | undefined): ReadRanks =>
    (range, most) =>
      Promise.resolve(
        fetch(topic === undefined ? topics : [topic], range)
          .slice(0, most)
          .map(({ rank }) => rank),
      );

  /** Takes the least of a piece. */
  function take({ topics: of, after, upTo }: Piece): Promise<Waiting | null> {
    const [first] = fetch(of ?? topics, { after, before: `${upTo} ` });
    if (first) remove(first);
    return Promise.resolve(first ?? null);
  }

  function remove({ rank, topic }: Waiting): void {
    const ranks = byTopic.get(topic) ?? [];
    ranks.splice(placeOf(ranks, rank), 1);
  }

  /** Puts a ticket back in its old place. */
  function putBack({ rank, topic }: Waiting): void {
    const ranks = byTopic.get(topic) ?? [];
    ranks.splice(placeOf(ranks, rank), 0, rank);
  }

  /** What comes first of these topics, whatever anybody remembers. */
  function least(of: readonly string[] | undefined): string | undefined {
    return (of ?? topics).flatMap((topic) => byTopic.get(topic)?.[0] ?? []).sort()[0];
  }

  return { topics, add, take, remove, putBack, least, ranksOf, fetched: () => fetched };
}

/** Where a rank stands, or would stand, in sorted ones. */
function placeOf(ranks: readonly string[], rank: string): number {
  let [low, high] = [0, ranks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranks[middle] ?? '') < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}
