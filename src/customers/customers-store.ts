import type { Connection } from 'mongoose';
import type { Customer } from '../domain/customer.ts';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';
import { createLanes } from '../lib/lanes.ts';
import { collectionOf } from '../store/collection.ts';
import { directOf } from '../store/direct.ts';
import { createCommits } from './commits-store.ts';
import { customerOf, fieldsOf } from './customer-of.ts';
import { newCustomer, toCustomer, toDocument, type StoredCustomer } from './customer-document.ts';
import { customersSpec } from './customers-spec.ts';
import { keptPushes } from './kept-pushes.ts';
import { createLeftovers, type Settled } from './leftovers-store.ts';
import { createLoads } from './loads-store.ts';
import { createReplyTexts, type StoredPush } from './reply-texts-store.ts';
import { createSettlements } from './settlements-store.ts';

export type CustomersDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  /** pushes that may be under way here between their commit and their settling; beyond them the sweeper settles */
  readonly mostOpen?: number;
  /** days that documents are kept after their customer last wrote */
  readonly keptDays?: number;
  readonly onError?: (error: unknown) => void;
};

type Span = { readonly from: Date; readonly to: Date; readonly skip: number; readonly limit: number };

const customersRemembered = 10_000;

/** Fields that a customer may be without. */
const optionalFields = ['ticket', 'outboxWaits', 'lastInAt', 'leftAt', 'restraint'] as const;

/** Customers' documents: one lane per customer in this process, a version on the document between processes. */
export function createCustomers({
  connection,
  clock,
  mostOpen,
  keptDays = 1095,
  onError = () => undefined,
}: CustomersDeps) {
  const collection = collectionOf<StoredCustomer>(connection, customersSpec);
  const commits = createCommits({ connection });
  const loads = createLoads({ connection });
  const lanes = createLanes<OpenId>();
  // Where a read is a query, customers are kept; a lost version corrects a stale one. The embedded store is read in this
  // thread in less time than keeping what most often nobody asks for again costs the garbage collector.
  const cache = directOf(connection) ? undefined : createBoundedMap<OpenId, Customer>(customersRemembered);
  /** How far lines were brought, which a document says only from its next push on; by the id that ends with an erasure. */
  const transcribedTo = createBoundedMap<CustomerId, number>(customersRemembered);
  const settlements = createSettlements({ connection, clock, mostOpen, onError });
  const replyTexts = createReplyTexts({ connection, clock, keptDays, onError });
  const leftovers = createLeftovers({ connection, clock, settlements, read });
  let writes = 0;

  function nextStamp(): string {
    writes += 1;
    return `${settlements.instance}:${writes}`;
  }

  async function read(document: StoredCustomer): Promise<Customer> {
    return toCustomer(document, await replyTexts.spelledOut(document.pushes));
  }

  /** The customer as last known here; a new one where none is stored. */
  async function load(openId: OpenId): Promise<Customer> {
    const known = cache?.get(openId);
    if (known) return known;
    const document = await loads.load(openId);
    if (!document) return newCustomer(openId, clock());
    const customer = transcribedNow(await settledNow(await read(document)));
    cache?.set(openId, customer);
    return customer;
  }

  function transcribedNow(customer: Customer): Customer {
    const upTo = transcribedTo.get(customer.customer) ?? 0;
    return upTo <= customer.transcribed ? customer : customerOf({ ...fieldsOf(customer), transcribed: upTo });
  }

  /** How far a customer is settled, his document says of the time before his last push: since then, its mark does. */
  async function settledNow(customer: Customer): Promise<Customer> {
    const last = customer.pushes.at(-1);
    if (!last || last.seq < customer.settled || !customer.mark || leftovers.isDoubtful(customer.mark)) return customer;
    return (await settlements.isSettled(customer.mark)) ? { ...customer, settled: last.seq + 1 } : customer;
  }

  async function find(openId: OpenId): Promise<Customer | undefined> {
    const document = await collection.findOne({ _id: openId });
    return document ? read(document) : undefined;
  }

  /** A document as it is stored, with the texts that it only names: for whoever reads it outside the product. */
  async function inFull<T extends object>(document: T): Promise<T> {
    const { pushes } = document as { readonly pushes?: readonly StoredPush[] };
    return pushes ? { ...document, pushes: await replyTexts.spelledOut(pushes) } : document;
  }

  /** The customer that a random id stands for. */
  async function findByCustomer(customer: CustomerId): Promise<Customer | undefined> {
    const document = await collection.findOne({ customer });
    return document ? read(document) : undefined;
  }

  /**
   * Stores what a push did to a customer.
   *
   * @returns the stored customer, or undefined when another process was faster: load again and decide again
   */
  async function commit(before: Customer, after: Omit<Customer, 'version'>): Promise<Customer | undefined> {
    const now = clock();
    const mark = await settlements.next();
    const pushes = keptPushes(after, now).map((push) => replyTexts.shortened(push, after.openId));
    const stored = customerOf({ ...fieldsOf(after), pushes, version: before.version + 1, mark });
    const document = toDocument(stored, nextStamp(), mark ? undefined : now);
    try {
      if (await commits.commit({ openId: before.openId, from: before.version, document })) {
        cache?.set(before.openId, stored);
        return stored;
      }
    } catch (error) {
      // Perhaps it was stored: the next sweep looks.
      if (mark) leftovers.unsure(mark);
      throw error;
    }
    cache?.delete(before.openId);
    if (mark) settlements.close(mark);
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
        const { openId: _openId, settled: _settled, transcribed: _transcribed, mark: _mark, ...fields } = stored;
        const gone = optionalFields.filter((field) => stored[field] === undefined);
        const result = await collection.updateOne(
          { _id: openId, version: before.version },
          {
            $set: { ...fields, stamp: nextStamp() },
            ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((field) => [field, ''])) }),
          },
        );
        cache?.delete(openId);
        if (result.matchedCount === 1) return stored;
      }
    });
  }

  /** The acts up to `seq` are done, and where `transcribed` says so, the transcript has the lines up to there. */
  async function settle(settled: readonly Settled[]): Promise<void> {
    await leftovers.settle(settled.filter(({ mark }) => mark === undefined));
    for (const { openId, customer, seq, transcribed, version, mark, isLast } of settled) {
      if (transcribed !== undefined) transcribedTo.set(customer, transcribed);
      const known = cache?.get(openId);
      // Who was erased meanwhile and is back begins at the first version, and nothing of his is settled.
      if (known && known.version >= version) cache?.set(openId, further(known, seq));
      if (mark && isLast) settlements.close(mark);
    }
  }

  function further(known: Customer, seq: number): Customer {
    const settled = Math.max(known.settled, seq);
    return transcribedNow(settled === known.settled ? known : customerOf({ ...fieldsOf(known), settled }));
  }

  /** Customers who left before a moment and were held: each goes, or has come back. */
  async function leftBefore(before: Date, limit: number): Promise<Customer[]> {
    const found = await collection
      .find({ leftAt: { $lt: before } })
      .sort({ leftAt: 1 })
      .limit(limit)
      .toArray();
    return Promise.all(found.map(read));
  }

  /** Customers by when they last wrote, the earliest first. */
  async function lastWroteFrom({ from, to, skip, limit }: Span): Promise<Customer[]> {
    const wrote = { lastInAt: { $gte: from, $lt: to } };
    const found = await collection.find(wrote).sort({ lastInAt: 1 }).skip(skip).limit(limit).toArray();
    return Promise.all(found.map(read));
  }

  /** Erases a customer on demand, whether he follows the account or not. */
  async function remove(openId: OpenId): Promise<void> {
    await collection.deleteOne({ _id: openId });
    cache?.delete(openId);
  }

  /** Whoever follows again in this very moment stays. */
  async function erase(openId: OpenId): Promise<void> {
    await collection.deleteOne({ _id: openId, followed: false });
    cache?.delete(openId);
  }

  function forget(openId: OpenId): void {
    cache?.delete(openId);
  }

  const { leave, unsettled } = leftovers;
  return {
    ...{ lanes, load, find, findByCustomer, inFull, commit, mutate },
    ...{ settle, leave, unsettled, flush: settlements.flush },
    ...{ leftBefore, lastWroteFrom, erase, remove, forget },
  };
}

export type Customers = ReturnType<typeof createCustomers>;
