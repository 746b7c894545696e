import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linkKey } from '../../src/identity/answer.ts';
import { createIndicatorsStore, type IndicatorsStore } from '../../src/identity/indicators-store.ts';
import { createSeal } from '../../src/lib/seal.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const noon = new Date('2026-11-22T04:00:00Z');
const later = new Date('2026-11-22T05:00:00Z');

describe('the watch list', () => {
  let opened: TestStore;
  let indicators: IndicatorsStore;
  const seal = createSeal({ current: 'k', keys: new Map([['k', randomBytes(32)]]) });
  const website = (domain: string) => {
    const indicator = indicators.hashOf(linkKey(domain));
    return { kind: 'website' as const, indicator, sealed: seal.seal(domain, indicator) };
  };
  beforeAll(async () => {
    opened = await openTestStore();
    indicators = createIndicatorsStore({ connection: opened.connection, key: Buffer.alloc(32, 3) });
    await ensureIndexes(opened.connection);
  });
  afterAll(() => opened.close());

  it('counts each report of an indicator once, also when several come at the same time, and warns of none yet', async () => {
    const evil = website('evil.com');
    await Promise.all(['R1', 'R2', 'R1', 'R3', 'R2'].map((number) => indicators.report(evil, number, noon)));

    expect(await indicators.get(evil.indicator)).toMatchObject({ state: 'reported', reported: 3, confirmed: 0 });
    expect(await indicators.countsOf([evil.indicator])).toEqual(new Map());
  });

  it('warns with how many reports a lead has confirmed, and of none once he takes it back', async () => {
    const bad = website('bad.com');
    for (const number of ['R4', 'R5']) await indicators.report(bad, number, noon);
    await indicators.confirm(bad.indicator, '0001', later);
    await indicators.report(bad, 'R6', later);

    expect(await indicators.countsOf([bad.indicator, 'unknown'])).toEqual(new Map([[bad.indicator, 2]]));
    expect(await indicators.get(bad.indicator)).toMatchObject({ confirmedBy: '0001', reported: 3, confirmed: 2 });

    await indicators.withdraw(bad.indicator);
    expect(await indicators.countsOf([bad.indicator])).toEqual(new Map());
    expect(await indicators.confirm('unknown', '0001', later)).toBeUndefined();
  });

  it('takes what a lead has learned elsewhere, and what it was is under seal', async () => {
    const heard = website('heard-elsewhere.com');
    const added = await indicators.add(heard, '0001', noon);
    await indicators.add(heard, '0001', later);

    expect(added).toMatchObject({ state: 'confirmed', confirmed: 1, reported: 0 });
    const stored = JSON.stringify(await opened.connection.collection('indicators').find({}).toArray());
    expect(stored).not.toMatch(/evil|bad\.com|heard-elsewhere/);
  });

  it('lists the latest first, page after page, each once', async () => {
    for (let i = 0; i < 7; i++) await indicators.report(website(`p${i}.com`), 'R9', noon);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await indicators.list({ limit: 3, ...(after !== undefined && { after }) });
      seen.push(...page.clusters.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);

    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(10);
  });

  it('keeps a confirmation among those whose earlier askers are to be told until that is done', async () => {
    const told = website('told.com');
    await indicators.add(told, '0001', noon);
    const due = (await indicators.dueToTell(50)).find(({ indicator }) => indicator === told.indicator);
    expect(due).toMatchObject({ kind: 'website' });

    await indicators.told(told.indicator, due?.since ?? noon);
    expect((await indicators.dueToTell(50)).some(({ indicator }) => indicator === told.indicator)).toBe(false);
  });
});
