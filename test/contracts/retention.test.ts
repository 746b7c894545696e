import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRetention } from '../../src/store/retention.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { eraseSubject, exportSubject } from '../../src/store/erasure.ts';
import { retentionOf, specsOf, type CollectionSpec } from '../../src/store/schema.ts';
import { openCore } from '../support/core.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Loose = { _id: string; [field: string]: unknown };

const dayMs = 24 * 3_600_000;
const now = new Date('2026-11-22T10:00:00+08:00');
const who = { openId: 'sample-open-id', customer: 'sample-customer' };
let store: TestStore;
let specs: CollectionSpec[] = [];

beforeAll(async () => {
  store = await openTestStore();
  // The whole product's parts: every collection that there is, is declared.
  await openCore(store.store, systemClock);
  specs = specsOf(store.connection);
});
afterAll(() => store.close());

const collection = (name: string) => store.connection.collection<Loose>(name);
const owned = () =>
  specs.flatMap((spec) => (typeof spec.subject === 'object' ? [{ ...spec, subject: spec.subject }] : []));

/** A document of this customer's, and one of somebody else's, in every collection that is about customers. */
async function fill(): Promise<void> {
  for (const { name, subject } of owned()) {
    const id = (whose: string) => (subject.field === '_id' ? whose : `${name}-${whose}`);
    const named = typeof subject.erase === 'object' ? subject.erase.fields : [];
    const fields = Object.fromEntries(named.map((field) => [field, who.openId]));
    await collection(name).insertOne({
      customer: who.customer,
      ...fields,
      [subject.field]: who[subject.by],
      // What stays has a number of its own as its id.
      _id: typeof subject.erase === 'object' ? id('kept') : id(who[subject.by]),
    });
    await collection(name).insertOne({ openId: 'other', customer: 'other', _id: id('other') });
  }
}

describe('every collection', () => {
  it('of a customer’s says whose its documents are, or that they are nobody’s', () => {
    const silent = specs.filter(
      ({ retention, subject }) => ['customer', 'conversation', 'record'].includes(retention) && subject === undefined,
    );

    expect(specs.length).toBeGreaterThan(15);
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect([...retentionOf(store.connection).values()]).not.toContain(undefined);
  });

  it('finds a customer’s documents by an index', () => {
    const scanned = owned().filter(
      ({ subject, indexes = [] }) =>
        subject.field !== '_id' &&
        !indexes.some(
          ({ key, partialFilterExpression }) => Object.keys(key)[0] === subject.field && !partialFilterExpression,
        ),
    );

    expect(scanned.map(({ name }) => name)).toEqual([]);
  });

  it('that expires does so by an index on its time', () => {
    const scanned = specs.filter(
      ({ expires, indexes = [] }) => expires && !indexes.some(({ key }) => Object.keys(key)[0] === expires.field),
    );

    expect(scanned.map(({ name }) => name)).toEqual([]);
  });
});

describe('erasing a customer', () => {
  it('leaves nothing of his in any collection, and everything of others’', async () => {
    await fill();
    const exported: string[] = [];
    for await (const { collection: name } of exportSubject(store.connection, who)) exported.push(name);
    await eraseSubject(store.connection, who);

    const left: string[] = [];
    const kept: string[] = [];
    for (const { name, subject } of owned()) {
      const texts = (await collection(name).find({}).toArray()).map((document) => JSON.stringify(document));
      const mine = texts.filter((text) => text.includes(who.openId) || text.includes(who.customer));
      // Where the feature erases, or where the record stays under the customer's random id, no OpenID may be left.
      const isKept = subject.erase === 'feature' || typeof subject.erase === 'object';
      if (mine.length > 0 && (!isKept || (typeof subject.erase === 'object' && mine.join().includes(who.openId))))
        left.push(name);
      if (texts.some((text) => text.includes('other'))) kept.push(name);
    }

    expect(left).toEqual([]);
    const names = owned()
      .map(({ name }) => name)
      .sort();
    expect(kept.sort()).toEqual(names);
    expect(exported.sort()).toEqual(names);
  });
});

describe('what is older than its class is kept', () => {
  const erased: string[] = [];
  const retention = (heldIds: readonly string[] = []) =>
    createRetention({
      connection: store.connection,
      periods: { conversation: 200, customer: 200 },
      heldOf: (_by, ids) => Promise.resolve(new Set(ids.filter((id) => heldIds.includes(id)))),
      eraseCustomer: (openId) => Promise.resolve(void erased.push(openId)),
    });
  const put = (customer: string, days: number) =>
    collection('transcripts').insertOne({
      _id: `${customer}-${days}`,
      customer,
      at: new Date(now.getTime() - days * dayMs),
    });
  const signal = new AbortController().signal;

  it('goes, but for what is held and for what is younger', async () => {
    await collection('transcripts').deleteMany({});
    for (const customer of ['held', 'free']) for (const days of [199, 201, 900]) await put(customer, days);

    const counts = await retention(['held']).eraseExpired(now, signal);

    expect(counts.transcripts).toBe(2);
    const ids = (await collection('transcripts').find({}).toArray()).map(({ _id }) => _id);
    expect(ids.sort()).toEqual(['free-199', 'held-199', 'held-201', 'held-900']);
  });

  it('goes in batches, past however many that are held', async () => {
    await collection('transcripts').deleteMany({});
    const at = new Date(now.getTime() - 900 * dayMs);
    await collection('transcripts').insertMany([
      ...Array.from({ length: 700 }, (_, n) => ({ _id: `h${n}`, customer: 'held', at })),
      ...Array.from({ length: 700 }, (_, n) => ({ _id: `f${n}`, customer: 'free', at: new Date(at.getTime() + n) })),
    ]);

    await retention(['held']).eraseExpired(now, signal);

    const left = await collection('transcripts').find({}).toArray();
    expect(left.filter(({ customer }) => customer === 'free')).toEqual([]);
    expect(left).toHaveLength(700);
  });

  it('takes everything of a customer who has written nothing since', async () => {
    await collection('customers').deleteMany({});
    await collection('customers').insertMany([
      { _id: 'gone', customer: 'gone', lastInAt: new Date(now.getTime() - 300 * dayMs) },
      { _id: 'here', customer: 'here', lastInAt: new Date(now.getTime() - 10 * dayMs) },
    ]);

    await retention().eraseExpired(now, signal);

    expect(erased).toEqual(['gone']);
  });
});
