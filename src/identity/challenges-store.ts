import type { Connection } from 'mongoose';
import { toAgentId, type CustomerId } from '../domain/ids.ts';
import { collectionOf, mixed } from '../store/collection.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import type { CollectionSpec } from '../store/schema.ts';
import type { ChallengeStore, LiveCode, LiveWord } from './challenge.ts';

/** One document a customer: what must agree is changed in one write. */
type ChallengeDocument = {
  readonly _id: string;
  readonly windowStart?: Date;
  readonly tries?: number;
  readonly code?: LiveCode;
  readonly word?: LiveWord & { readonly readBy?: string };
  /** after the last thing that was good for a while */
  readonly goneAt: Date;
};

const shape = {
  windowStart: { type: Date },
  tries: { type: Number },
  code: mixed,
  word: mixed,
  goneAt: { type: Date, required: true },
};
const spec: CollectionSpec = {
  name: 'challenges',
  retention: 'customer',
  subject: { by: 'customer', field: '_id', erase: 'documents' },
  fields: shape,
  indexes: [{ key: { goneAt: 1 }, expireAfterSeconds: 0 }],
};

const keptMs = 60 * 60_000;

/** Challenges in the store: every change is conditional, and one document. */
export function createChallengesStore({ connection }: { readonly connection: Connection }): ChallengeStore {
  const challenges = collectionOf<ChallengeDocument>(connection, spec);
  const goneAfter = (at: Date) => new Date(at.getTime() + keptMs);

  async function put(customer: CustomerId, fields: Partial<ChallengeDocument> & { goneAt: Date }): Promise<void> {
    await once(() =>
      challenges.updateOne(
        { _id: customer },
        { $set: fields, $setOnInsert: { windowStart: new Date(0), tries: 0 } },
        { upsert: true },
      ),
    );
  }

  return {
    async takeTry(customer, windowStart, most) {
      const goneAt = goneAfter(windowStart);
      const next = await countedTry(customer, windowStart, most);
      if (next !== undefined) return next;
      // Somebody else's first try may have come between: once more, and where all are used up, there is none.
      return (await isFirst(customer, windowStart, goneAt)) ? 1 : countedTry(customer, windowStart, most);
    },

    putCode: (customer, code) => put(customer, { code, goneAt: goneAfter(code.expiresAt) }),

    async consumeCode(customer, hash, now) {
      const before = await withRetry(() =>
        challenges.findOneAndUpdate(
          { _id: customer, 'code.hash': hash, 'code.expiresAt': { $gt: now } },
          { $unset: { code: '' } },
          { returnDocument: 'before' },
        ),
      );
      return before?.code && { ...before.code, agent: toAgentId(before.code.agent) };
    },

    async dropCode(customer, agent) {
      await withRetry(() => challenges.updateOne({ _id: customer, 'code.agent': agent }, { $unset: { code: '' } }));
    },

    putWord: (customer, word) => put(customer, { word, goneAt: goneAfter(word.expiresAt) }),

    async readWord(customer, agent, now) {
      const alive = { _id: customer, 'word.expiresAt': { $gt: now } };
      const first = await withRetry(() =>
        challenges.findOneAndUpdate(
          { ...alive, 'word.readBy': { $exists: false } },
          { $set: { 'word.readBy': agent } },
          { returnDocument: 'after' },
        ),
      );
      const found = first ?? (await challenges.findOne({ ...alive, 'word.readBy': agent }));
      return found?.word?.word;
    },
  };

  /** The first try of a later window sets the counter back; of two first ones, one wins. */
  async function isFirst(customer: CustomerId, windowStart: Date, goneAt: Date): Promise<boolean> {
    try {
      const result = await withRetry(() =>
        challenges.updateOne(
          { _id: customer, windowStart: { $lt: windowStart } },
          { $set: { windowStart, tries: 1, goneAt } },
          { upsert: true },
        ),
      );
      return result.modifiedCount + result.upsertedCount > 0;
    } catch (error) {
      // The document is there, in this window or a later one: no clock that lags sets the counter back.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async function countedTry(customer: CustomerId, windowStart: Date, most: number): Promise<number | undefined> {
    const next = await withRetry(() =>
      challenges.findOneAndUpdate(
        { _id: customer, windowStart, tries: { $lt: most } },
        { $inc: { tries: 1 } },
        { returnDocument: 'after' },
      ),
    );
    return next?.tries;
  }
}

/** Two upserts at once: the one that lost finds the document there when it tries again. */
async function once<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await withRetry(write);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return withRetry(write);
  }
}
