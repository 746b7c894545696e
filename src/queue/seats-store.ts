import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { AgentId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { createGate } from '../lib/gate.ts';
import { insertNew } from '../store/collection.ts';
import { isDuplicate } from '../store/retry.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';
import type { Seat } from './ticket-document.ts';

type SeatsDocument = {
  readonly _id: AgentId;
  /** as many as `held` has */
  readonly used: number;
  readonly held: readonly { readonly id: string; readonly at: Date }[];
  /** when a ticket was last given to him */
  readonly takenAt: Date;
  /** when the first of the places was taken that have not been compared with the tickets */
  readonly uncheckedAt?: Date;
  /** since when he is missed, while he has tickets */
  readonly lostSince?: Date;
};

const spec: CollectionSpec = {
  name: 'seats',
  retention: 'technical',
  fields: {
    used: { type: Number, required: true },
    held: [{ _id: false, id: { type: String, required: true }, at: { type: Date, required: true } }],
    takenAt: { type: Date, required: true },
    uncheckedAt: Date,
    lostSince: Date,
  },
  indexes: [{ key: { used: 1 } }, { key: { uncheckedAt: 1 }, sparse: true }],
};

const mostAgents = 2_000;
const mostAtOnce = 4;

/** How many places an agent has taken, and when he last took one. */
export type Load = {
  readonly agent: AgentId;
  readonly used: number;
  readonly takenAt: Date;
  readonly lostSince?: Date;
};

/**
 * An agent's places for tickets, in one document each: a place is taken before the ticket and given back after it, each
 * in one conditional write under an id of its own, so that neither two claims at once nor a late writer miscount.
 */
export function createSeats({ connection, clock }: { connection: Connection; clock: Clock }) {
  const seats = modelOf<SeatsDocument>(connection, spec);
  const gate = createGate(mostAtOnce);

  /** @returns undefined where the agent has as many as he may have */
  const take = (agent: AgentId, capacity: number): Promise<Seat | undefined> =>
    gate.pass(() => takeNow(agent, capacity));

  async function takeNow(agent: AgentId, capacity: number): Promise<Seat | undefined> {
    const seat = { agent, id: randomUUID() };
    const at = clock();
    const held = { id: seat.id, at };
    const free = () =>
      seats.updateOne(
        { _id: agent, used: trusted({ $lt: capacity }) },
        { $inc: { used: 1 }, $push: { held }, $set: { takenAt: at }, $min: { uncheckedAt: at } },
      );
    if ((await free()).matchedCount === 1) return seat;
    if (capacity < 1) return undefined;
    const first: SeatsDocument = { _id: agent, used: 1, held: [held], takenAt: at, uncheckedAt: at };
    if (await insertNew<SeatsDocument>(seats, first)) return seat;
    return (await free()).matchedCount === 1 ? seat : undefined;
  }

  /** Takes a place whether or not there is one: the ticket is his already. The same one twice is one. */
  async function claimBack({ agent, id }: Seat): Promise<void> {
    const at = clock();
    try {
      await seats.updateOne(
        { _id: agent, 'held.id': trusted({ $ne: id }) },
        { $inc: { used: 1 }, $push: { held: { id, at } }, $set: { takenAt: at }, $min: { uncheckedAt: at } },
        { upsert: true },
      );
    } catch (error) {
      // The agent has a document, and the place is in it.
      if (!isDuplicate(error)) throw error;
    }
  }

  /** Safe to repeat: a place that was given back is another one's no more. */
  async function giveBack({ agent, id }: Seat): Promise<void> {
    await seats.updateOne({ _id: agent, 'held.id': id }, { $inc: { used: -1 }, $pull: { held: { id } } });
  }

  /** Those who have tickets now. */
  async function taken(): Promise<readonly Load[]> {
    const found = await seats
      .find({ used: trusted({ $gt: 0 }) })
      .limit(mostAgents)
      .lean();
    return found.map(toLoad);
  }

  async function loadsOf(agents: readonly AgentId[]): Promise<readonly Load[]> {
    const found = await seats.find({ _id: trusted({ $in: [...agents] }) }).lean();
    return found.map(toLoad);
  }

  /** He is not at work, and has tickets: from now on he is missed. */
  async function lost(agent: AgentId): Promise<void> {
    await seats.updateOne({ _id: agent, lostSince: trusted({ $exists: false }) }, { $set: { lostSince: clock() } });
  }

  async function found(agent: AgentId): Promise<void> {
    await seats.updateOne({ _id: agent }, { $unset: { lostSince: 1 } });
  }

  /**
   * Compares places that were taken a while ago with the tickets, for what a crash left between the two.
   *
   * @param heldBy the places that an agent's tickets say they have
   * @returns how many were put right
   */
  async function heal(before: Date, heldBy: (agent: AgentId) => Promise<readonly Seat[]>): Promise<number> {
    let mended = 0;
    for (const document of await seats
      .find({ uncheckedAt: trusted({ $lt: before }) })
      .limit(100)
      .lean()) {
      const { _id: agent, held, takenAt, uncheckedAt = before } = document;
      const real = await heldBy(agent);
      const known = new Set(real.map(({ id }) => id));
      const lost = held.filter(({ id, at }) => !known.has(id) && at < before);
      const missing = real.filter(({ id }) => !held.some((one) => one.id === id));
      for (const { id } of lost) await giveBack({ agent, id });
      for (const seat of missing) await claimBack(seat);
      mended += lost.length + missing.length;
      const young = held.map(({ at }) => at).filter((at) => at >= before);
      const [next] = young.sort((a, b) => a.getTime() - b.getTime());
      // Where another one was taken meanwhile, he is compared once more.
      await seats.updateOne(
        { _id: agent, uncheckedAt, takenAt },
        next ? { $set: { uncheckedAt: next } } : { $unset: { uncheckedAt: 1 } },
      );
    }
    return mended;
  }

  return { take, claimBack, giveBack, taken, loadsOf, lost, found, heal };
}

export type Seats = ReturnType<typeof createSeats>;

function toLoad({ _id, used, takenAt, lostSince }: SeatsDocument): Load {
  return { agent: _id, used, takenAt, ...(lostSince && { lostSince }) };
}
