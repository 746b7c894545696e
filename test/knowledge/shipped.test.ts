import { describe, expect, it } from '@jest/globals';
import { shippedKnowledge } from './shipped.ts';

describe('the shipped knowledge base', () => {
  it('loads without a fault', async () => {
    const { entries } = await shippedKnowledge();

    expect(entries.length).toBeGreaterThanOrEqual(15);
  });

  it('begins every theft entry with an act and promises no outcome', async () => {
    const { entries } = await shippedKnowledge();
    const thefts = entries.filter(({ priority }) => priority === 'urgent');

    expect(thefts.length).toBeGreaterThan(0);
    for (const { id, answer, steps } of thefts) {
      expect([id, steps?.[0]]).toEqual([id, expect.stringMatching(/冻结|停|断开|拨打|改/)]);
      expect([id, answer]).toEqual([id, expect.not.stringMatching(/一定追回|保证追回|肯定能/)]);
    }
  });
});
