import type { Connection } from 'mongoose';
import type { OpenId } from '../domain/ids.ts';
import { collectionOf } from '../store/collection.ts';
import { createMany } from '../store/many.ts';
import type { CustomerDocument, WrittenCustomer } from './customer-document.ts';
import { customersSpec } from './customers-spec.ts';

/** One conditional write on a customer's document: it happens only if the version is still `from`. */
export type Commit = {
  readonly openId: OpenId;
  /** 0: the customer is new */
  readonly from: number;
  readonly document: WrittenCustomer;
};

type Waiting = {
  readonly commit: Commit;
  readonly resolve: (stored: boolean) => void;
  readonly reject: (error: unknown) => void;
};

const mostInOneWrite = 256;
/** So many are worth a write of their own: the store is at it while the rest of the turn is decided. */
const worthAWrite = 32;
const mostUnderWay = 2;

/**
 * Writes customers' documents, many at a time: what arrives while a write is under way goes together in the next one,
 * without waiting on a clock; where that becomes many, a second write is under way beside it. Each caller learns its own
 * result.
 */
export function createCommits({ connection }: { connection: Connection }) {
  const collection = collectionOf<CustomerDocument>(connection, customersSpec);
  const many = createMany<CustomerDocument>(connection, customersSpec);
  let waiting: Waiting[] = [];
  let underWay = 0;
  let turn: NodeJS.Immediate | undefined;

  /** @returns false when somebody else has changed the document since `from` */
  function commit(change: Commit): Promise<boolean> {
    return new Promise((resolve, reject) => {
      waiting.push({ commit: change, resolve, reject });
      if (waiting.length >= worthAWrite) next();
      // What else this turn of the process brings goes along.
      else turn ??= setImmediate(endTurn);
    });
  }

  function endTurn(): void {
    turn = undefined;
    next();
  }

  /** Starts a write where none is under way, and a second one where there is enough for it. */
  function next(): void {
    while (waiting.length > 0 && underWay < (waiting.length >= worthAWrite ? mostUnderWay : 1)) {
      const batch = waiting.slice(0, mostInOneWrite);
      waiting = waiting.slice(mostInOneWrite);
      underWay += 1;
      void write(batch).then(() => {
        underWay -= 1;
        next();
      });
    }
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcome = await store(batch.map((one) => one.commit));
      for (const [index, one] of batch.entries()) {
        const failure = outcome.failures.get(index);
        if (failure !== undefined) one.reject(failure);
        else one.resolve(!outcome.lost.has(one.commit.openId));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function store(batch: readonly Commit[]): Promise<{ lost: Set<OpenId>; failures: Map<number, unknown> }> {
    const failures = new Map<number, unknown>();
    const lost = new Set<OpenId>();
    const { done, faults } = await many.replace(
      batch.map(({ openId, from, document }) => ({
        filter: { _id: openId, version: from },
        replacement: document,
        upsert: from === 0,
      })),
    );
    for (const [index, fault] of faults) {
      const commit = batch[index];
      // The customer whom we took for new exists by now.
      if (fault.code === 11000 && commit) lost.add(commit.openId);
      else failures.set(index, fault);
    }
    if (done + faults.size < batch.length) for (const openId of await overtaken(batch)) lost.add(openId);
    return { lost, failures };
  }

  /** The totals say that some writes were lost, not which: the pushes in the documents do. */
  async function overtaken(batch: readonly Commit[]): Promise<OpenId[]> {
    const found = await collection
      .find({ _id: { $in: batch.map(({ openId }) => openId) } }, { projection: { stamp: 1 } })
      .toArray();
    const stamps = new Map(found.map((document) => [document._id, document.stamp]));
    return batch.filter(({ openId, document }) => stamps.get(openId) !== document.stamp).map(({ openId }) => openId);
  }

  return { commit };
}
