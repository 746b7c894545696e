import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toCustomerId } from '../../src/domain/ids.ts';
import type { WrittenEntry } from '../../src/domain/knowledge-desk.ts';
import { createEntries, type Change, type Entries } from '../../src/knowledge/entries-store.ts';
import { createMisses, type Misses } from '../../src/knowledge/misses-store.ts';
import { createVotes, type VotesStore } from '../../src/knowledge/votes-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let entries: Entries;
let votes: VotesStore;
let misses: Misses;
beforeAll(async () => {
  store = await openTestStore();
  const { connection } = store;
  entries = createEntries({ connection, clock: () => new Date() });
  votes = createVotes({ connection });
  misses = createMisses({ connection, days: 30 });
  await ensureIndexes(connection);
});
afterAll(() => store.close());

const by = { name: '组长', employeeNumber: '2001' };
const written = (id: string, answer: string): WrittenEntry => ({
  ...{ id, topic: 'fees', title: '手续费', intent: 'fees', priority: 'normal' },
  ...{ questions: ['要手续费吗'], answer, related: [] },
});
const drafted = (content: WrittenEntry): Change => ({ act: 'draft', by, content, after: { draft: content } });
const published = (content: WrittenEntry): Change => ({ act: 'publish', by, content, after: { live: content } });

describe('an entry in the store', () => {
  it('takes one of two edits that saw the same state, from the first one on', async () => {
    const [one, other] = [written('raced', '一'), written('raced', '二')];

    const first = await Promise.all([
      entries.change('raced', 0, drafted(one)),
      entries.change('raced', 0, drafted(other)),
    ]);
    const next = await Promise.all([1, 1, 1].map((epoch) => entries.change('raced', epoch, published(one))));

    expect(first.filter(Boolean)).toHaveLength(1);
    expect(next.filter(Boolean)).toHaveLength(1);
    expect(await entries.get('raced')).toMatchObject({ epoch: 2, live: one, history: [{ n: 1 }, { n: 2 }] });
  });

  it('says what customers get instead of the files’: what was published, nothing where it was taken down', async () => {
    const content = written('shown', '新');
    await entries.change('shown', 0, drafted(content));
    const before = (await entries.edits()).find(({ id }) => id === 'shown');
    await entries.change('shown', 1, published(content));
    const live = (await entries.edits()).find(({ id }) => id === 'shown');
    await entries.change('shown', 2, { act: 'retire', by, content, after: { live: null } });
    const gone = (await entries.edits()).find(({ id }) => id === 'shown');
    await entries.change('shown', 3, { act: 'roll_back', by, content, after: {} });
    const files = (await entries.edits()).find(({ id }) => id === 'shown');

    expect([before, live, gone, files]).toEqual([
      undefined,
      { id: 'shown', content },
      { id: 'shown', content: null },
      undefined,
    ]);
  });

  it('keeps a history that has an end', async () => {
    const content = written('long', '长');
    for (let epoch = 0; epoch < 45; epoch++) await entries.change('long', epoch, drafted(content));

    const { history = [] } = (await entries.get('long')) ?? {};

    expect(history.map(({ n }) => n)).toEqual(Array.from({ length: 40 }, (_, at) => at + 6));
  });
});

describe('a vote', () => {
  it('counts once, however often it is applied, beside others at the same time', async () => {
    const keys = ['a', 'b', 'c', 'd', 'a', 'b'];

    const counted = await Promise.all(keys.map((key) => votes.add('fees', key !== 'd', key)));

    expect(counted.filter(Boolean)).toHaveLength(4);
    expect((await votes.all()).get('fees')).toEqual({ yes: 3, no: 1 });
  });
});

describe('a miss', () => {
  it('is kept once, masked and cut, and goes with its customer', async () => {
    const [one, other] = [toCustomerId('c-one'), toCustomerId('c-other')];
    const miss = { text: '问'.repeat(400), at: new Date(), band: 'hand_over', candidates: [] } as const;
    for (const id of ['m1', 'm1', 'm2']) await misses.add([{ id, customer: one, ...miss }]);
    await misses.add([{ id: 'm3', customer: other, ...miss }]);

    const all = await misses.recent();
    await misses.erase(one);

    expect(all.map(({ id }) => id).sort()).toEqual(['m1', 'm2', 'm3']);
    expect(all[0]?.text).toHaveLength(200);
    expect((await misses.recent()).map(({ id }) => id)).toEqual(['m3']);
  });
});
