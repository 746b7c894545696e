import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linkKey } from '../../src/identity/answer.ts';
import { createIndicatorsStore, type IndicatorsStore } from '../../src/identity/indicators-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const noon = new Date('2026-11-22T04:00:00Z');
const evil = linkKey('evil.com');

describe('the watch list', () => {
  let opened: TestStore;
  let indicators: IndicatorsStore;
  beforeAll(async () => {
    opened = await openTestStore();
    indicators = createIndicatorsStore({ connection: opened.connection, key: Buffer.alloc(32, 3) });
    await ensureIndexes(opened.connection);
  });
  afterAll(() => opened.close());

  it('counts each confirmed report of an indicator once, also when two confirm at the same time', async () => {
    await Promise.all(['R1', 'R2', 'R1', 'R3', 'R2'].map((report) => indicators.confirm(evil, report, noon)));

    expect(await indicators.countsOf([evil, linkKey('other.com')])).toEqual(new Map([[evil, 3]]));
  });

  it('forgets a confirmation that is taken back', async () => {
    await indicators.confirm('phone:13800138000', 'R9', noon);
    await indicators.withdraw('phone:13800138000', 'R9');
    await indicators.withdraw('phone:13800138000', 'R9');

    expect(await indicators.countsOf(['phone:13800138000'])).toEqual(new Map());
  });

  it('holds no link and no number, only keyed hashes', async () => {
    await indicators.confirm('phone:13900139000', 'R5', noon);
    const stored = JSON.stringify(await opened.connection.collection('indicators').find({}).toArray());

    expect(stored).not.toMatch(/13900139000|evil/);
  });
});
