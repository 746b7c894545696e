import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../src/domain/event.ts';
import { createAnchors } from '../../src/store/events/anchors-store.ts';
import { createEvents } from '../../src/store/events/events.ts';
import { readAudit } from '../../src/store/events/read-audit.ts';
import { verifyAudit, type AuditInput } from '../../src/store/events/verify-audit.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Stored = { _id: string; seq: number; at: Date; kind: string; [field: string]: unknown };

let store: TestStore;
let now = 0;
const clock = () => new Date(now);
const actor = { kind: 'agent', id: '1001' } as const;

beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  await store.connection.collection('events').deleteMany({});
  await store.connection.collection('chains').deleteMany({});
  await store.connection.collection('anchors').deleteMany({});
  now = new Date('2026-11-22T10:00:00+08:00').getTime();
});
afterAll(() => store.close());

const collection = () => store.connection.collection<Stored>('events');

/** Two chains of five events each, the first pinned by an anchor after its fourth. */
async function recorded() {
  const deps = { connection: store.connection, clock };
  const [one, two] = ['one', 'two'].map((chain) => createEvents({ ...deps, chain, onError: () => undefined }));
  const anchors = createAnchors(deps);
  await ensureIndexes(store.connection);
  if (!one || !two) throw new Error('no chains');
  for (let n = 0; n < 4; n++, now += 1000) await one.record({ kind: `sample.${n}`, actor });
  for (let n = 0; n < 5; n++, now += 1000) await two.record({ kind: `sample.${n}`, actor });
  await one.stop();
  const anchor = await anchors.anchorToday();
  await one.record({ kind: 'sample.4', actor });
  await one.stop();
  await two.stop();
  return { one, two, anchors, anchor };
}

async function verdict(more: Partial<AuditInput> = {}) {
  return verifyAudit({ ...(await readAudit({ connection: store.connection, clock })), ...more });
}

const broken = (chain: string, at: number | string, problem: string) => ({
  ok: false,
  broken: [{ chain, at, problem }],
});

describe('the record of what happened', () => {
  it('is whole as it was written', async () => {
    await recorded();

    expect(await verdict()).toEqual({ ok: true, events: 10, chains: 2, anchors: 1 });
  });

  it('shows an event that was taken out', async () => {
    await recorded();
    await collection().deleteOne({ _id: 'two:3' });

    expect(await verdict()).toEqual(broken('two', 3, 'missing'));
  });

  it('shows an event that was changed', async () => {
    await recorded();
    await collection().updateOne({ _id: 'two:2' }, { $set: { kind: 'sample.other' } });

    expect(await verdict()).toEqual(broken('two', 2, 'changed'));
  });

  it('shows two events that were swapped', async () => {
    await recorded();
    await collection().updateOne({ _id: 'two:2' }, { $set: { seq: 99 } });
    await collection().updateOne({ _id: 'two:3' }, { $set: { seq: 2 } });
    await collection().updateOne({ _id: 'two:2' }, { $set: { seq: 3 } });

    expect(await verdict()).toEqual(broken('two', 2, 'changed'));
  });

  it('shows a chain whose end was cut off, and one that is gone as a whole', async () => {
    await recorded();
    await collection().deleteMany({ chain: 'one' });
    await collection().deleteOne({ _id: 'two:5' });

    expect(await verdict()).toEqual({
      ok: false,
      broken: [
        { chain: 'one', at: 1, problem: 'cut_off' },
        { chain: 'two', at: 5, problem: 'cut_off' },
      ],
    });
  });

  it('shows what came before an anchor and was cut off with the note of its chain', async () => {
    await recorded();
    await collection().deleteMany({ chain: 'one', seq: { $gte: 3 } });
    await store.connection.collection('chains').deleteMany({});

    expect(await verdict()).toEqual(broken('one', 3, 'cut_off'));
  });

  it('shows a record that was rewritten as a whole, by the anchor that was kept outside', async () => {
    const { anchor } = await recorded();
    await store.connection.collection('events').deleteMany({});
    await store.connection.collection('chains').deleteMany({});
    await store.connection.collection('anchors').deleteMany({});
    await recorded();

    expect(await verdict({ kept: anchor ? [anchor] : [] })).toEqual(broken('anchors', '2026-11-22', 'not_as_kept'));
  });

  it('shows an anchor that was changed', async () => {
    await recorded();
    await store.connection.collection('anchors').updateOne({}, { $set: { at: new Date(0) } });

    expect(await verdict()).toEqual(broken('anchors', '2026-11-22', 'changed'));
  });

  it('is anchored once a day, whichever instance is first', async () => {
    const { anchors } = await recorded();
    const same = await anchors.anchorToday();
    now += 24 * 3_600_000;
    const next = await Promise.all([anchors.anchorToday(), anchors.anchorToday()]);

    expect(same).toBeUndefined();
    expect(next.filter((one) => one?.day === '2026-11-23').length + next.filter((one) => !one).length).toBe(2);
    expect((await anchors.all()).map(({ day }) => day)).toEqual([
      '2026-11-22',
      ...next.flatMap((one) => one?.day ?? []),
    ]);
  });
});

describe('several instances', () => {
  it('hear of everything that another records, in its order, however much comes at once', async () => {
    const live = () => new Date();
    const instance = (chain: string) =>
      createEvents({ connection: store.connection, chain, clock: live, onError: () => undefined });
    const [teller, hearer] = [instance('teller'), instance('hearer')] as const;
    await ensureIndexes(store.connection);
    const heard: RecordedEvent[] = [];
    hearer.subscribe((event) => heard.push(event));
    hearer.start();
    teller.start();

    await new Promise((resolve) => setTimeout(resolve, 2200));
    await Promise.all(Array.from({ length: 3000 }, (_, n) => teller.record({ kind: `sample.${n}`, actor })));
    for (let waited = 0; heard.length < 3000 && waited < 300; waited++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await teller.stop();
    await hearer.stop();

    expect(heard.map(({ kind }) => kind)).toEqual(Array.from({ length: 3000 }, (_, n) => `sample.${n}`));
  }, 60_000);
});
