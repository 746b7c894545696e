import { trusted } from '../store/schema.ts';
import { createAhead, mostCounted } from './ahead.ts';
import { rankOf, type Ranked } from './rank.ts';
import { readRanks } from './ranks-store.ts';
import type { TicketModel } from './tickets-model-store.ts';

const mostClaims = 1_000;

/** What a place in the queue is told from: counts along an index, each with an end. */
export function createPlaceCounts({ model }: { readonly model: TicketModel }) {
  const ahead = createAhead({ ranks: readRanks(model, {}), countBefore });

  /** How many wait before a rank, counted on the claim's own index; 201 stands for more. */
  function countBefore(rank: string): Promise<number> {
    return model.countDocuments(
      { state: 'queued', rank: trusted({ $lt: rank }) },
      { limit: mostCounted + 1, hint: { state: 1, rank: 1 } },
    );
  }

  /** Claims since a moment, and how long they took in milliseconds: of very many only the last thousand are looked at. */
  async function claimedSince(since: Date, now: Date): Promise<{ count: number; withinMs: number }> {
    const count = await model.countDocuments({ claimedAt: trusted({ $gt: since }) }, { limit: mostClaims });
    if (count < mostClaims) return { count, withinMs: now.getTime() - since.getTime() };
    const oldest = await model
      .findOne({ claimedAt: trusted({ $gt: since }) }, { claimedAt: 1 })
      .sort({ claimedAt: -1 })
      .skip(mostClaims - 1)
      .lean();
    return { count, withinMs: now.getTime() - (oldest?.claimedAt ?? since).getTime() };
  }

  return { ahead: (ticket: Ranked) => ahead(rankOf(ticket)), claimedSince };
}
