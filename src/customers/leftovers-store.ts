import type { Connection, mongo } from 'mongoose';
import type { Customer, Mark } from '../domain/customer.ts';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';
import { collectionOf } from '../store/collection.ts';
import type { StoredCustomer } from './customer-document.ts';
import { customersSpec } from './customers-spec.ts';
import type { Settlements } from './settlements-store.ts';

/** How far a customer's pushes are settled. */
export type Settled = {
  readonly openId: OpenId;
  readonly customer: CustomerId;
  readonly seq: number;
  /** how far his lines were brought to the transcript with it, where they were */
  readonly transcribed?: number | undefined;
  readonly version: number;
  /** whether the customer's document has no later push */
  readonly isLast: boolean;
  /** of the commit that brought it; without one the document itself is told how far it is settled */
  readonly mark?: Mark | undefined;
};

export type LeftoversDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly settlements: Pick<Settlements, 'instance' | 'close' | 'flush' | 'readOthers' | 'forget'>;
  readonly read: (document: StoredCustomer) => Promise<Customer>;
};

/** Customers whose pushes were stored and not settled: what failed, what found no room, what a crash left. */
export function createLeftovers({ connection, clock, settlements, read }: LeftoversDeps) {
  const collection = collectionOf<StoredCustomer>(connection, customersSpec);
  /** commits of this instance of which nobody knows whether they were stored, and since when */
  const doubtful = createBoundedMap<number, { mark: Mark; at: Date }>(mostDoubts);
  /** customers whom this instance could not even mark */
  let owed: Left[] = [];

  /** A commit that got no answer. */
  function unsure(mark: Mark): void {
    doubtful.set(mark.n, { mark, at: clock() });
  }

  /** Whether a document's mark is that of a commit which got no answer: it is stored, and nothing followed it. */
  function isDoubtful({ by, n }: Mark): boolean {
    return by === settlements.instance && doubtful.get(n) !== undefined;
  }

  /** Marks customers for the sweeper; what their last commit was numbered no longer says anything. */
  async function leaveTo(dirtyAt: Date, customers: mongo.Filter<StoredCustomer>): Promise<void> {
    await collection.updateMany(customers, { $set: { dirtyAt }, $unset: { mark: '' } });
  }

  /** Leaves customers to the sweeper: from `at` on, their documents say so. */
  async function leave(left: Left): Promise<void> {
    try {
      await leaveTo(left.at, { _id: { $in: [...left.openIds] } });
    } catch (error) {
      owed.push(left);
      throw error;
    }
    for (const mark of left.marks) settlements.close(mark);
  }

  /** Where a later push has changed the document since, that push's own settling says so. */
  async function settle(settled: readonly Settled[]): Promise<void> {
    if (settled.length === 0) return;
    const latest = new Map(settled.map((one) => [one.openId, one]));
    await collection.bulkWrite(
      [...latest.values()].map(({ openId, seq, transcribed, version, isLast }) => ({
        updateOne: {
          filter: { _id: openId, version },
          update: {
            $set: { settled: seq, ...(transcribed !== undefined && { transcribed }) },
            ...(isLast && { $unset: { dirtyAt: '' } }),
          },
        },
      })),
      { ordered: false },
    );
  }

  /** Customers with pushes that were left before `before`, here or by an instance that is gone, the longest first. */
  async function unsettled(before: Date, limit: number): Promise<Customer[]> {
    await payOwed();
    await resolveDoubts(before);
    await settlements.flush();
    await adopt(before, limit);
    const found = await collection
      .find({ dirtyAt: { $lt: before } })
      .sort({ dirtyAt: 1 })
      .limit(limit)
      .toArray();
    return Promise.all(found.map(read));
  }

  async function payOwed(): Promise<void> {
    const before = owed;
    owed = [];
    for (const [index, left] of before.entries()) {
      try {
        await leave(left);
      } catch (error) {
        owed.push(...before.slice(index + 1));
        throw error;
      }
    }
  }

  /** What was stored without our knowing is left to the sweeper like the rest. */
  async function resolveDoubts(before: Date): Promise<void> {
    const doubts = doubtful.values();
    if (doubts.length === 0) return;
    await leaveTo(justBefore(before), {
      'mark.by': settlements.instance,
      'mark.n': { $in: doubts.map(({ mark }) => mark.n) },
    });
    for (const { mark, at } of doubts) {
      settlements.close(mark);
      // What is late by a lost connection may still arrive.
      if (at.getTime() < before.getTime() - doubtedMs) doubtful.delete(mark.n);
    }
  }

  /** What other instances stored and have not settled for a while is marked with the customers. */
  async function adopt(before: Date, limit: number): Promise<void> {
    for (const other of await settlements.readOthers()) {
      const behind = { 'mark.by': other._id, 'mark.n': { $gt: other.done } };
      const found = await collection.find(behind).sort({ 'mark.n': 1 }).limit(limit).toArray();
      if (found.length === 0) await settlements.forget(other);
      const old = found.filter(({ pushes }) => (pushes.at(-1)?.at ?? before) < before).map(({ _id }) => _id);
      if (old.length === 0) continue;
      await leaveTo(justBefore(before), { _id: { $in: old }, ...behind });
    }
  }

  return { unsure, isDoubtful, leave, settle, unsettled };
}

type Left = { readonly openIds: readonly OpenId[]; readonly marks: readonly Mark[]; readonly at: Date };

const mostDoubts = 8_000;
const doubtedMs = 120_000;

function justBefore(moment: Date): Date {
  return new Date(moment.getTime() - 1);
}
