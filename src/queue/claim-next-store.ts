import type { AgentId } from '../domain/ids.ts';
import type { Owner, Ticket } from '../domain/ticket.ts';
import type { Actor } from '../domain/event.ts';
import type { Clock } from '../lib/clock.ts';
import { createGate } from '../lib/gate.ts';
import { trusted } from '../store/schema.ts';
import { stretchesUpTo, type Stretch } from './rank.ts';
import { toTicket, type Seat, type TicketDocument } from './ticket-document.ts';
import { updateFor } from './ticket-change.ts';
import type { TicketModel } from './tickets-model-store.ts';

export type NextClaim = {
  readonly transition?: 'claim' | 'assign';
  readonly actor: Actor;
  readonly owner: Owner;
  readonly seat?: Seat;
  /** undefined: every topic */
  readonly topics: readonly string[] | undefined;
  /** the highest tier that he takes */
  readonly tier: number;
};

type Wanted = Pick<NextClaim, 'topics' | 'tier'> & {
  /** who gave a ticket back is not given it again */
  readonly notServedBy: AgentId;
};

type ClaimNextDeps = {
  readonly model: TicketModel;
  readonly clock: Clock;
  readonly followUp: (document: TicketDocument) => Promise<void>;
};

/** Takes the first ticket of the queue that fits, from the index alone, however long the queue is. */
export function createClaimNext({ model, clock, followUp }: ClaimNextDeps) {
  const oneByOne = createGate(1);

  /** @returns undefined where nothing waits that he takes */
  async function claimNext(how: NextClaim): Promise<Ticket | undefined> {
    for (const stretch of stretchesUpTo(how.tier)) {
      const taken = await takeIn(stretch, how);
      if (!taken) continue;
      await followUp(taken);
      return toTicket(taken);
    }
    return undefined;
  }

  async function takeIn(stretch: Stretch, how: NextClaim): Promise<TicketDocument | undefined> {
    const { topics } = how;
    if (topics === undefined) return takeFirst({ rank: within(stretch) }, how);
    // Many at once would look at the same heads, and all but one in vain: in one process they go one after the other.
    return oneByOne.pass(() => takeLeast(stretch, topics, how));
  }

  async function takeLeast(stretch: Stretch, topics: readonly string[], how: NextClaim) {
    for (;;) {
      const [first, second] = await heads(stretch, topics);
      if (!first) return undefined;
      // Whoever takes this head before us must not make us pass over another topic's.
      const before = second?.rank ?? stretch.before;
      const taken = await takeFirst({ topic: first.topic, rank: within({ from: stretch.from, before }) }, how);
      if (taken) return taken;
    }
  }

  /** The first of each topic, in the order of claiming. */
  async function heads(stretch: Stretch, topics: readonly string[]) {
    const found = await Promise.all(
      topics.map((topic) =>
        model
          .findOne({ state: 'queued', topic, rank: within(stretch) }, { topic: 1, rank: 1 })
          .sort({ rank: 1 })
          .lean(),
      ),
    );
    return found.filter((head) => head !== null).sort(byRank);
  }

  /** The first that an agent could be given, without taking it. */
  async function firstFor({ topics, tier, notServedBy }: Wanted): Promise<Ticket | undefined> {
    const where = { state: 'queued' as const, 'servedBy.id': trusted({ $ne: notServedBy }) };
    for (const stretch of stretchesUpTo(tier)) {
      const rank = within(stretch);
      const found = await Promise.all(
        (topics ?? [undefined]).map((topic) =>
          model
            .findOne({ ...where, rank, ...(topic !== undefined && { topic }) })
            .sort({ rank: 1 })
            .lean(),
        ),
      );
      const [first] = found.filter((head) => head !== null).sort(byRank);
      if (first) return toTicket(first);
    }
    return undefined;
  }

  async function takeFirst(
    where: { readonly topic?: string; readonly rank: ReturnType<typeof within> },
    { transition = 'claim', actor, owner, seat }: NextClaim,
  ): Promise<TicketDocument | undefined> {
    const set = { owner, ...(seat && { seat }) };
    const found = await model
      .findOneAndUpdate({ ...where, state: 'queued' }, updateFor({ transition, actor, set }, clock()), {
        sort: { rank: 1 },
        returnDocument: 'after',
      })
      .lean();
    return found ?? undefined;
  }

  return { claimNext, firstFor };
}

function byRank(a: { readonly rank: string }, b: { readonly rank: string }): number {
  return a.rank < b.rank ? -1 : 1;
}

function within({ from, before }: Stretch) {
  return trusted({ $gte: from, $lt: before });
}
