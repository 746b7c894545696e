import type { Connection } from 'mongoose';
import { modelOf, trusted } from '../store/schema.ts';
import type { Clock } from '../lib/clock.ts';
import { undeliveredStates, type OutboxEntry } from './outbox-entry.ts';
import { outboxSpec, type OutboxDocument } from './outbox-spec.ts';
import { toEntry } from './outbox-store.ts';

/** What did not reach a customer, or nobody knows whether it did: to look at, and to send again by somebody's decision. */
export function createDeadLetters({ connection, clock }: { connection: Connection; clock: Clock }) {
  const entries = modelOf<OutboxDocument>(connection, outboxSpec);

  /** The oldest first, at most `limit` of each state. */
  async function list(limit: number): Promise<OutboxEntry[]> {
    const found = await Promise.all(
      undeliveredStates.map((state) => entries.find({ state }).sort({ notBefore: 1 }).limit(limit).lean()),
    );
    return found.flat().map(toEntry);
  }

  /**
   * Sends one again. Whoever asks for it has decided that the customer may get it twice where its fate is unknown.
   *
   * @returns the entry as it was; undefined where it is not (any more) undelivered
   */
  async function replay(id: string): Promise<OutboxEntry | undefined> {
    const before = await entries
      .findOneAndUpdate(
        { _id: id, state: trusted({ $in: [...undeliveredStates] }) },
        { $set: { state: 'queued', attempts: 0, notBefore: clock() }, $unset: { untoldAt: '', again: '' } },
        { returnDocument: 'before' },
      )
      .lean();
    return before ? toEntry(before) : undefined;
  }

  return { list, replay };
}

export type DeadLetters = ReturnType<typeof createDeadLetters>;
