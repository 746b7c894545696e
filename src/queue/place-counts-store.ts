import { trusted } from '../store/schema.ts';
import { rankOf, type Ranked } from './rank.ts';
import type { TicketModel } from './tickets-model-store.ts';

/** Counts beyond this are told as "200 人以上". */
const mostCounted = 200;
const mostClaims = 1_000;

/** What a place in the queue is told from: counts along an index, each with an end. */
export function createPlaceCounts({ model }: { readonly model: TicketModel }) {
  /** How many are before this one, counted on the claim's own index: exact up to 200; 201 stands for more. */
  async function ahead(ticket: Ranked): Promise<number> {
    return model.countDocuments(
      { state: 'queued', rank: trusted({ $lt: rankOf(ticket) }) },
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

  return { ahead, claimedSince };
}
