import mongoose, { type Connection } from 'mongoose';
import type { OpenId, TicketNumber } from '../domain/ids.ts';
import type { DeliveryState } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { collectionOf, insertNew } from '../store/collection.ts';
import { isDuplicate } from '../store/retry.ts';
import type { CollectionSpec } from '../store/schema.ts';
import type { NewEntry, OutboxEntry } from './outbox-entry.ts';

export type OutboxDocument = Omit<OutboxEntry, 'id'> & { readonly _id: string };

/** States in which an entry keeps its lane: the next one of the same customer has to wait. */
const open: readonly DeliveryState[] = ['queued', 'sending'];

/** States in which the customer has seen nothing of an agent's words, for certain: no answer is `unknown`, not `queued`. */
const untold: readonly DeliveryState[] = ['queued', 'waiting'];

const spec: CollectionSpec = {
  name: 'outbox',
  retention: 'conversation',
  fields: {
    openId: String,
    customer: String,
    kind: String,
    message: mongoose.Schema.Types.Mixed,
    ticket: String,
    partOf: String,
    state: String,
    at: Date,
    attempts: Number,
    notBefore: Date,
    fence: Number,
    leaseUntil: Date,
    code: Number,
    reason: String,
  },
  indexes: [
    { key: { state: 1, notBefore: 1 } },
    { key: { openId: 1, state: 1, at: 1 } },
    // One on its way per customer: whoever is second gets a duplicate key and leaves it.
    { key: { openId: 1 }, unique: true, partialFilterExpression: { state: 'sending' } },
    { key: { ticket: 1, at: 1 }, sparse: true },
  ],
};

const leaseMs = 30_000;

/** The outbox in the store. One entry per customer is on its way at a time (a partial unique index says so). */
export function createOutboxStore({ connection, clock }: { connection: Connection; clock: Clock }) {
  const collection = collectionOf<OutboxDocument>(connection, spec);

  /** @returns false when an entry with this id is there already */
  async function add({ id, ...facts }: NewEntry): Promise<boolean> {
    return insertNew(collection, { _id: id, notBefore: facts.at, ...facts, state: 'queued', attempts: 0, fence: 0 });
  }

  /** Entries whose time has come, oldest first. */
  async function due(limit: number): Promise<OutboxEntry[]> {
    const found = await collection
      .find({ state: 'queued', notBefore: { $lte: clock() } })
      .sort({ notBefore: 1 })
      .limit(limit)
      .toArray();
    return found.map(toEntry);
  }

  /** Takes the head of a customer's lane, if its time has come and none of his is on its way. */
  async function claimHead(openId: OpenId): Promise<OutboxEntry | undefined> {
    const [head] = await collection
      .find({ openId, state: { $in: [...open] } })
      .sort({ at: 1 })
      .limit(1)
      .toArray();
    const now = clock();
    if (head?.state !== 'queued' || head.notBefore > now) return undefined;
    if (head.partOf !== undefined && (await wasTakenBack(head.partOf))) {
      // Between taking back the first part and the rest stood a crash, or this very look.
      await collection.updateOne({ _id: head._id, state: 'queued' }, { $set: { state: 'taken_back' } });
      return claimHead(openId);
    }
    try {
      const claimed = await collection.findOneAndUpdate(
        { _id: head._id, state: 'queued', fence: head.fence },
        { $set: { state: 'sending', leaseUntil: new Date(now.getTime() + leaseMs) }, $inc: { fence: 1, attempts: 1 } },
        { returnDocument: 'after' },
      );
      return claimed ? toEntry(claimed) : undefined;
    } catch (error) {
      // Another instance has the lane.
      if (isDuplicate(error)) return undefined;
      throw error;
    }
  }

  /**
   * Keeps an agent's words from going out: those that wait their time, and those that wait for the customer to write.
   *
   * @returns false when they are on their way, or were
   */
  async function takeBack({ id, ticket }: { id: string; ticket: TicketNumber }): Promise<boolean> {
    const waits = { kind: 'staff', state: { $in: [...untold] } } as const;
    const taken = await collection.updateOne({ _id: id, ticket, ...waits }, { $set: { state: 'taken_back' } });
    if (taken.matchedCount === 0) return wasTakenBack(id);
    await collection.updateMany({ ticket, partOf: id, ...waits }, { $set: { state: 'taken_back' } });
    return true;
  }

  async function wasTakenBack(id: string): Promise<boolean> {
    return (await collection.findOne({ _id: id }))?.state === 'taken_back';
  }

  /** Records what became of a claimed entry. @returns false when the claim was lost meanwhile */
  async function settle(
    entry: Pick<OutboxEntry, 'id' | 'fence'>,
    outcome: { state: DeliveryState; notBefore?: Date; code?: number; reason?: string },
  ): Promise<boolean> {
    const result = await collection.updateOne(
      { _id: entry.id, fence: entry.fence, state: 'sending' },
      { $set: { ...outcome }, $unset: { leaseUntil: '' } },
    );
    return result.matchedCount === 1;
  }

  /** Entries whose sender vanished before recording an answer: nobody knows whether they arrived. */
  async function abandoned(limit: number): Promise<OutboxEntry[]> {
    const found = await collection
      .find({ state: 'sending', leaseUntil: { $lt: clock() } })
      .limit(limit)
      .toArray();
    return found.map(toEntry);
  }

  /** The customer wrote: what waited for that may go now. @returns how many */
  async function wake(openId: OpenId): Promise<number> {
    const result = await collection.updateMany(
      { openId, state: 'waiting' },
      { $set: { state: 'queued', notBefore: clock() } },
    );
    return result.modifiedCount;
  }

  async function statesOf(ticket: TicketNumber): Promise<Map<string, OutboxEntry>> {
    const found = await collection.find({ ticket }).sort({ at: -1 }).limit(500).toArray();
    return new Map(found.map((document) => [document._id, toEntry(document)]));
  }

  async function erase(openId: OpenId): Promise<void> {
    await collection.deleteMany({ openId });
  }

  return { add, due, claimHead, takeBack, settle, abandoned, wake, statesOf, erase };
}

function toEntry({ _id, ...rest }: OutboxDocument): OutboxEntry {
  return { id: _id, ...rest };
}

export type OutboxStore = ReturnType<typeof createOutboxStore>;
