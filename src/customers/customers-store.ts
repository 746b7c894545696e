import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Customer } from '../domain/customer.ts';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';
import { createLanes } from '../lib/lanes.ts';
import { collectionOf } from '../store/collection.ts';
import { createCommits } from './commits-store.ts';
import { newCustomer, toCustomer, toDocument, type CustomerDocument } from './customer-document.ts';
import { customersSpec } from './customers-spec.ts';
import { keptPushes } from './kept-pushes.ts';
import { createLoads } from './loads-store.ts';

export type CustomersDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  /** documents kept in memory; a lost version corrects a stale one */
  readonly cacheSize?: number;
};

/** Fields that a customer may be without. */
const optionalFields = ['ticket', 'outboxWaits', 'lastInAt', 'leftAt', 'restraint'] as const;

/** Customers' documents: one lane per customer in this process, a version on the document between processes. */
export function createCustomers({ connection, clock, cacheSize = 10_000 }: CustomersDeps) {
  const collection = collectionOf<CustomerDocument>(connection, customersSpec);
  const commits = createCommits({ connection });
  const loads = createLoads({ connection });
  const lanes = createLanes<OpenId>();
  const cache = createBoundedMap<OpenId, Customer>(cacheSize);
  const instance = randomUUID().slice(0, 8);
  let writes = 0;

  function nextStamp(): string {
    writes += 1;
    return `${instance}:${writes}`;
  }

  /** The customer as last known here; a new one where none is stored. */
  async function load(openId: OpenId): Promise<Customer> {
    const known = cache.get(openId);
    if (known) return known;
    const document = await loads.load(openId);
    const customer = document ? toCustomer(document) : newCustomer(openId, clock());
    if (document) cache.set(openId, customer);
    return customer;
  }

  async function find(openId: OpenId): Promise<Customer | undefined> {
    const document = await collection.findOne({ _id: openId });
    return document ? toCustomer(document) : undefined;
  }

  /** The customer that a random id stands for. */
  async function findByCustomer(customer: CustomerId): Promise<Customer | undefined> {
    const document = await collection.findOne({ customer });
    return document ? toCustomer(document) : undefined;
  }

  /**
   * Stores what a push did to a customer.
   *
   * @returns the stored customer, or undefined when another process was faster: load again and decide again
   */
  async function commit(before: Customer, after: Omit<Customer, 'version'>): Promise<Customer | undefined> {
    const now = clock();
    const pushes = keptPushes(after.pushes, after.settled, now);
    const stored: Customer = { ...after, pushes, version: before.version + 1 };
    const document = toDocument(stored, nextStamp(), now);
    if (await commits.commit({ openId: before.openId, from: before.version, document })) {
      cache.set(before.openId, stored);
      return stored;
    }
    cache.delete(before.openId);
    return undefined;
  }

  /**
   * Changes a customer outside a push, in his lane: `change` is a pure function and may run several times.
   *
   * @returns the customer as stored, or undefined when there is none or `change` left him as he was
   */
  function mutate(openId: OpenId, change: (customer: Customer) => Customer | undefined): Promise<Customer | undefined> {
    return lanes.run(openId, async () => {
      for (;;) {
        const before = await find(openId);
        const after = before && change(before);
        if (!after) return undefined;
        const stored = { ...after, version: before.version + 1 };
        const { openId: _openId, settled: _settled, ...fields } = stored;
        const gone = optionalFields.filter((field) => stored[field] === undefined);
        const result = await collection.updateOne(
          { _id: openId, version: before.version },
          {
            $set: { ...fields, stamp: nextStamp() },
            ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((field) => [field, ''])) }),
          },
        );
        cache.delete(openId);
        if (result.matchedCount === 1) return stored;
      }
    });
  }

  /** The transcript has everything up to `seq`, and the acts up to there are done. */
  async function settle(settled: readonly { openId: OpenId; seq: number; version: number }[]): Promise<void> {
    if (settled.length === 0) return;
    const latest = new Map(settled.map((one) => [one.openId, one]));
    // Where a later push has changed the document since, that push's own settling takes the mark away; how far this
    // one came goes along with the next write, from the cache.
    await collection.bulkWrite(
      [...latest.values()].map(({ openId, seq, version }) => ({
        updateOne: { filter: { _id: openId, version }, update: { $set: { settled: seq }, $unset: { dirtyAt: '' } } },
      })),
      { ordered: false },
    );
    for (const { openId, seq } of settled) {
      const known = cache.get(openId);
      if (known && known.settled < seq) cache.set(openId, { ...known, settled: seq });
    }
  }

  /** Customers whose pushes were stored before `before` and not settled since: a crash left them. */
  async function unsettled(before: Date, limit: number): Promise<Customer[]> {
    const found = await collection
      .find({ dirtyAt: { $lt: before } })
      .sort({ dirtyAt: 1 })
      .limit(limit)
      .toArray();
    return found.map(toCustomer);
  }

  /** Customers who left before a moment and were held: each goes, or has come back. */
  async function leftBefore(before: Date, limit: number): Promise<Customer[]> {
    const found = await collection
      .find({ leftAt: { $lt: before } })
      .sort({ leftAt: 1 })
      .limit(limit)
      .toArray();
    return found.map(toCustomer);
  }

  /** Erases a customer on demand, whether he follows the account or not. */
  async function remove(openId: OpenId): Promise<void> {
    await collection.deleteOne({ _id: openId });
    cache.delete(openId);
  }

  /** Whoever follows again in this very moment stays. */
  async function erase(openId: OpenId): Promise<void> {
    await collection.deleteOne({ _id: openId, followed: false });
    cache.delete(openId);
  }

  function forget(openId: OpenId): void {
    cache.delete(openId);
  }

  return { lanes, load, find, findByCustomer, commit, mutate, settle, unsettled, leftBefore, erase, remove, forget };
}

export type Customers = ReturnType<typeof createCustomers>;
