import type { Connection } from 'mongoose';
import type { OpenId, TicketNumber } from '../domain/ids.ts';
import type { DeliveryState } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from '../store/collection.ts';
import { isDuplicate } from '../store/retry.ts';
import { modelOf, trusted } from '../store/schema.ts';
import type { NewEntry, Outcome, OutboxEntry } from './outbox-entry.ts';
import { outboxSpec, type OutboxDocument } from './outbox-spec.ts';

/** States in which an entry keeps its lane: the next one of the same customer has to wait. */
const open: readonly DeliveryState[] = ['queued', 'sending'];
const takenBack = { $set: { state: 'taken_back' } } as const;
const leaseMs = 30_000;
const mostWaiting = 20;

/** The outbox in the store. One entry per customer is on its way at a time (a partial unique index says so). */
export function createOutboxStore({ connection, clock }: { connection: Connection; clock: Clock }) {
  const entries = modelOf<OutboxDocument>(connection, outboxSpec);

  /** @returns false when an entry with this id is there already */
  async function add({ id, notBefore, ...facts }: NewEntry): Promise<boolean> {
    return insertNew<OutboxDocument>(entries, {
      ...{ _id: id, ...facts, notBefore: notBefore ?? facts.at },
      ...{ state: 'queued', attempts: 0, fence: 0 },
    });
  }

  /** Entries whose time has come, oldest first, but for those of some customers. */
  async function due(limit: number, except: readonly OpenId[]): Promise<OutboxEntry[]> {
    const found = await entries
      .find({
        ...{ state: 'queued', notBefore: trusted({ $lte: clock() }) },
        ...(except.length > 0 && { openId: trusted({ $nin: [...except] }) }),
      })
      .sort({ notBefore: 1 })
      .limit(limit)
      .lean();
    return found.map(toEntry);
  }

  /** Takes the head of a customer's lane, if its time has come and none of his is on its way. */
  async function claimHead(openId: OpenId): Promise<OutboxEntry | undefined> {
    const [head] = await entries
      .find({ openId, state: trusted({ $in: [...open] }) })
      .sort({ at: 1 })
      .limit(1)
      .lean();
    const now = clock();
    if (head?.state !== 'queued') return undefined;
    if (head.notBefore > now) {
      await waitForHead(head);
      return undefined;
    }
    if (head.partOf !== undefined && (await wasTakenBack(head.partOf))) {
      // Between taking back the first part and the rest stood a crash, or this very look.
      await entries.updateOne({ _id: head._id, state: 'queued' }, takenBack);
      return claimHead(openId);
    }
    try {
      const claimed = await entries
        .findOneAndUpdate(
          { _id: head._id, state: 'queued', fence: head.fence },
          {
            $set: { state: 'sending', leaseUntil: new Date(now.getTime() + leaseMs) },
            $inc: { fence: 1, attempts: 1 },
          },
          { returnDocument: 'after' },
        )
        .lean();
      return claimed ? toEntry(claimed) : undefined;
    } catch (error) {
      // Another instance has the lane.
      if (isDuplicate(error)) return undefined;
      throw error;
    }
  }

  /** What stands behind an entry whose time has not come is not due either: it must not be looked at again and again. */
  async function waitForHead({ openId, notBefore }: OutboxDocument): Promise<void> {
    await entries.updateMany(
      { openId, state: 'queued', notBefore: trusted({ $lt: notBefore }) },
      { $set: { notBefore } },
    );
  }

  /**
   * Keeps an agent's words from going out while they wait their time. What waits for the customer to write may be in an
   * answer to him at this very moment: it can't be taken back.
   *
   * @returns false when they are on their way, or were
   */
  async function takeBack({ id, ticket }: { id: string; ticket: TicketNumber }): Promise<boolean> {
    const waits = { ticket, kind: 'staff', state: 'queued' } as const;
    const first = await entries.updateOne({ _id: id, ...waits }, takenBack);
    if (first.matchedCount === 0) return wasTakenBack(id);
    await entries.updateMany({ partOf: id, ...waits }, takenBack);
    return true;
  }

  async function wasTakenBack(id: string): Promise<boolean> {
    return (await entries.findOne({ _id: id }).lean())?.state === 'taken_back';
  }

  /**
   * Records what became of a claimed entry; what did not arrive is still to be told.
   *
   * @returns false when the claim was lost meanwhile
   */
  async function settle({ id, fence }: Pick<OutboxEntry, 'id' | 'fence'>, outcome: Outcome): Promise<boolean> {
    const isBad = outcome.state !== 'queued' && outcome.state !== 'sent';
    const { matchedCount } = await entries.updateOne(
      { _id: id, fence, state: 'sending' },
      { $set: { ...outcome, ...(isBad && { untoldAt: clock() }) }, $unset: { leaseUntil: '' } },
    );
    return matchedCount === 1;
  }

  /** Whoever has to know what became of an entry knows it. */
  async function told({ id, fence }: Pick<OutboxEntry, 'id' | 'fence'>): Promise<void> {
    await entries.updateOne({ _id: id, fence }, { $unset: { untoldAt: '' } });
  }

  /** Entries whose end was recorded before a moment and never told. */
  async function untold(before: Date, limit: number): Promise<OutboxEntry[]> {
    const found = await entries
      .find({ untoldAt: trusted({ $lt: before }) })
      .sort({ untoldAt: 1 })
      .limit(limit)
      .lean();
    return found.map(toEntry);
  }

  /** Entries whose sender vanished before recording an answer: nobody knows whether they arrived. */
  async function abandoned(limit: number): Promise<OutboxEntry[]> {
    const found = await entries
      .find({ state: 'sending', leaseUntil: trusted({ $lt: clock() }) })
      .limit(limit)
      .lean();
    return found.map(toEntry);
  }

  /** What waits for the customer to write again, oldest first. */
  async function waiting(openId: OpenId): Promise<OutboxEntry[]> {
    const found = await entries.find({ openId, state: 'waiting' }).sort({ at: 1 }).limit(mostWaiting).lean();
    return found.map(toEntry);
  }

  /** They went out in the answer to what the customer wrote. @returns those that had waited */
  async function deliveredPassively(ids: readonly string[]): Promise<OutboxEntry[]> {
    const found = await entries.find({ _id: trusted({ $in: [...ids] }), state: 'waiting' }).lean();
    await entries.updateMany(
      { _id: trusted({ $in: found.map(({ _id }) => _id) }), state: 'waiting' },
      { $set: { state: 'sent' } },
    );
    return found.map((document) => ({ ...toEntry(document), state: 'sent' }));
  }

  /** The customer wrote: what waited for that may go now. @returns how many */
  async function wake(openId: OpenId): Promise<number> {
    const { modifiedCount } = await entries.updateMany(
      { openId, state: 'waiting' },
      { $set: { state: 'queued', notBefore: clock() } },
    );
    return modifiedCount;
  }

  /** Gives up what has waited since before a moment. @returns them, still to be told */
  async function expire(before: Date, limit: number): Promise<OutboxEntry[]> {
    const found = await entries
      .find({ state: 'waiting', notBefore: trusted({ $lt: before }) })
      .sort({ notBefore: 1 })
      .limit(limit)
      .lean();
    const ids = found.map(({ _id }) => _id);
    const set = { state: 'expired' as const, reason: '客户一直没有再来信，消息未能送达。', untoldAt: clock() };
    await entries.updateMany({ _id: trusted({ $in: ids }), state: 'waiting' }, { $set: set });
    const expired = await entries.find({ _id: trusted({ $in: ids }), state: 'expired' }).lean();
    return expired.map(toEntry);
  }

  /** Takes back what has not been sent, such as an answer that a repeat has brought meanwhile. */
  async function withdraw(ids: readonly string[]): Promise<void> {
    await entries.deleteMany({ _id: trusted({ $in: [...ids] }), state: 'queued' });
  }

  async function statesOf(ticket: TicketNumber): Promise<Map<string, OutboxEntry>> {
    const found = await entries.find({ ticket }).sort({ at: -1 }).limit(500).lean();
    return new Map(found.map((document) => [document._id, toEntry(document)]));
  }

  async function erase(openId: OpenId): Promise<void> {
    await entries.deleteMany({ openId });
  }

  return {
    add,
    due,
    claimHead,
    takeBack,
    settle,
    told,
    untold,
    abandoned,
    waiting,
    deliveredPassively,
    wake,
    expire,
    withdraw,
    statesOf,
    erase,
  };
}

export function toEntry({ _id, untoldAt: _untoldAt, ...rest }: OutboxDocument): OutboxEntry {
  return { id: _id, ...rest };
}

export type OutboxStore = ReturnType<typeof createOutboxStore>;
