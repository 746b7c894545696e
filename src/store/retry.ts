import { setTimeout as wait } from 'node:timers/promises';
import { MongoError } from 'mongodb';
import type { Collection } from 'mongoose';

export type RetryOptions = {
  /** How often it is tried altogether. */
  readonly attempts?: number;
  /** The longest first wait; each next one is twice as long, up to 64 times. */
  readonly firstWaitMs?: number;
  readonly random?: () => number;
  /** Further errors after which the write may be run again: an upsert that lost to another one, say. */
  readonly alsoWhen?: (error: unknown) => boolean;
};

/**
 * Runs a write again when it lost a race on the server, after a random wait. The write must be one that may be run
 * twice (a conditional update, or an insert under a key of its own): a lost race means that nothing of it was done.
 */
export async function withRetry<T>(write: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { attempts, firstWaitMs, random, alsoWhen } = { ...defaults, ...options };
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt >= attempts || !(lostRace(error) || alsoWhen(error))) throw error;
      await wait(random() * firstWaitMs * 2 ** Math.min(attempt - 1, mostDoublings));
    }
  }
}

const defaults: Required<RetryOptions> = { attempts: 5, firstWaitMs: 20, random: Math.random, alsoWhen: () => false };
const mostDoublings = 6;

/** Whether an error says that another writer was in the way, and that the same write may succeed now. */
export function lostRace(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  if (error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('TransientTransactionError')) return true;
  // PostgreSQL behind a MongoDB-compatible server: one of two writers that wait for each other is refused.
  return deadlockCodes.includes(Number(error.code)) && error.message.includes('deadlock detected');
}

/** of a command as a whole, and of one statement in it */
const deadlockCodes: readonly number[] = [1, 16_908_292];

/** Whether an error says that a unique key is taken: somebody else did it first. */
export function isDuplicate(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  // PostgreSQL behind a MongoDB-compatible server says it in its own words where an update meets a unique index.
  return error.code === 11000 || error.message.startsWith('conflicting key value violates exclusion constraint');
}

const writes = [
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'bulkWrite',
] as const;

/**
 * Makes a model's collection write again what lost a race, for the model and for the driver's methods alike, so that no
 * part of the product has to know of it. All of ours may run twice: conditional updates, inserts under keys of their
 * own, bulks of these.
 */
export function retryLostRaces(collection: Collection): void {
  const methods = collection as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
  for (const name of writes) {
    const write = methods[name]?.bind(collection);
    if (write) methods[name] = (...given) => withRetry(() => write(...given));
  }
}
