import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Mark } from '../domain/customer.ts';
import type { Clock } from '../lib/clock.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';

type SettlementDocument = {
  /** an instance */
  readonly _id: string;
  /** everything that it stored under a number up to this one is settled, or marked with its customer */
  readonly done: number;
  readonly at: Date;
};

const spec: CollectionSpec = {
  name: 'settlements',
  retention: 'technical',
  fields: { done: { type: Number, required: true }, at: { type: Date, required: true } },
};

export type SettlementsDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  /** pushes that may be under way between their commit and their settling */
  readonly mostOpen?: number | undefined;
};

/** An instance that has not been seen for so long, and has left nothing, is forgotten: each one costs a sweep a query. */
const forgottenMs = 10 * 60_000;
/** How long an instance may go without being seen: it writes this often, also where nothing happens. */
const seenMs = 60_000;
const writeMs = 250;
const mostInstances = 1_000;

/**
 * How far each instance has settled what it stored: one number an instance instead of one more write a push. An
 * instance numbers its commits; whatever it stored above its own mark is another's to finish, if it is gone.
 */
export function createSettlements({ connection, clock, onError, mostOpen = 10_000 }: SettlementsDeps) {
  const settlements = modelOf<SettlementDocument>(connection, spec);
  const instance = randomUUID().slice(0, 8);
  /** numbers given and not settled, in the order of giving: the first is the lowest */
  const open = new Set<number>();
  const others = new Map<string, number>();
  let given = 0;
  let written = -1;
  let writtenAt = 0;
  let first: Promise<unknown> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function done(): number {
    const lowest = open.values().next();
    return lowest.done === true ? given : lowest.value - 1;
  }

  /**
   * A number for the next commit. Before the first, the store knows of this instance.
   *
   * @returns undefined where too many are open: that commit is marked for the sweeper instead
   */
  async function next(): Promise<Mark | undefined> {
    if (written < 0) await (first ??= write());
    if (open.size >= mostOpen) return undefined;
    given += 1;
    open.add(given);
    return { by: instance, n: given };
  }

  /** What was stored under a number is settled; or nothing was stored; or its customer is marked for the sweeper. */
  function close({ by, n }: Mark): void {
    if (by === instance && open.delete(n)) timer ??= setTimeout(() => void write().catch(onError), writeMs).unref();
  }

  /** Writes how far this instance has come. */
  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const [upTo, at] = [done(), clock()];
    try {
      await settlements.updateOne({ _id: instance }, { $max: { done: upTo }, $set: { at } }, { upsert: true });
    } catch (error) {
      first = undefined;
      throw error;
    }
    written = Math.max(written, upTo);
    writtenAt = at.getTime();
  }

  /** Writes what is not written yet, and that this instance is still there. */
  async function flush(): Promise<void> {
    if (written < 0) return;
    if (done() > written || clock().getTime() - writtenAt >= seenMs) await write();
  }

  /** How far each other instance has come, as far as it is known; reads it anew. */
  async function readOthers(): Promise<SettlementDocument[]> {
    const found = await settlements
      .find({ _id: trusted({ $ne: instance }) })
      .limit(mostInstances)
      .lean();
    others.clear();
    for (const { _id, done } of found) others.set(_id, done);
    return found;
  }

  /** Whether what was stored under a number is settled. An instance that nobody knows has left nothing behind. */
  async function isSettled({ by, n }: Mark): Promise<boolean> {
    if (by === instance) return !open.has(n);
    if (n <= (others.get(by) ?? -1)) return true;
    const found = await settlements.findOne({ _id: by }).lean();
    if (found) others.set(by, found.done);
    return !found || n <= found.done;
  }

  /** Of another instance nothing is left: after a while without a sign it is forgotten. */
  async function forget({ _id, at }: SettlementDocument): Promise<void> {
    if (clock().getTime() - at.getTime() < forgottenMs) return;
    await settlements.deleteOne({ _id, at });
  }

  return { instance, next, close, flush, readOthers, isSettled, forget };
}

export type Settlements = ReturnType<typeof createSettlements>;
