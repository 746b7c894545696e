import { describe, expect, it } from '@jest/globals';
import { percentile, spreadOf, sumOfSpreads, type Spreads } from '../../src/reports/spread.ts';
import { createRandom } from '../support/random.ts';

const random = createRandom(20261123);
const nearest = (sorted: readonly number[], share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;

describe('the spread of many times', () => {
  it.each([1, 2, 3, 4])('gives the median and what nine of ten stayed within to 5 %%, added up by hours (%d)', () => {
    // From seconds to days, as waits are.
    const seconds = Array.from({ length: 500 }, () => Math.exp(random.below(1000) / 80) + 2);
    const hours = Array.from({ length: 10 }, (_, hour) => seconds.slice(hour * 50, (hour + 1) * 50));
    const none: Spreads = {};

    const ofHours = hours.map((hour) =>
      hour.reduce((sum, one) => sumOfSpreads(sum, { solved: spreadOf(one * 1000) }), none),
    );
    const { solved } = ofHours.reduce(sumOfSpreads, none);

    const sorted = [...seconds].sort((a, b) => a - b);
    for (const share of [0.5, 0.9]) {
      const exact = nearest(sorted, share);
      // What is told is in whole seconds.
      expect(Math.abs((percentile(solved, share) ?? 0) - exact)).toBeLessThanOrEqual(exact * 0.05 + 0.5);
    }
  });

  it('is nothing where nothing was counted, and the one time where there was one', () => {
    expect(percentile(undefined, 0.5)).toBeUndefined();
    expect(sumOfSpreads({}, {})).toEqual({});
    expect(percentile(spreadOf(100_000), 0.9)).toBeGreaterThan(94);
    expect(percentile(spreadOf(100_000), 0.9)).toBeLessThan(106);
  });
});
