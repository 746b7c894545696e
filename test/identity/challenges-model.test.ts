import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createChallengesStore } from '../../src/identity/challenges-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { play, steps } from './challenge-model.ts';
import { createMemoryChallenges } from './memory-challenges.ts';

describe('three agents, three customers and an attacker', () => {
  it('never get a false confirmation nor a wrong refusal, in 100,000 sequences', async () => {
    await fc.assert(
      fc.asyncProperty(steps(10), async (sequence) => {
        const faults = await play(sequence, createMemoryChallenges(), ['c1', 'c2', 'c3']);
        return faults.length === 0;
      }),
      { numRuns: 100_000, seed: 20261122 },
    );
  }, 300_000);

  describe('on the store itself', () => {
    let opened: TestStore;
    beforeAll(async () => {
      opened = await openTestStore();
    });
    afterAll(() => opened.close());

    it('neither', async () => {
      const store = createChallengesStore({ connection: opened.connection });
      await ensureIndexes(opened.connection);

      await fc.assert(
        fc.asyncProperty(steps(16), async (sequence) => {
          const names = [randomUUID(), randomUUID(), randomUUID()];
          expect(await play(sequence, store, names)).toEqual([]);
        }),
        { numRuns: 150, seed: 20261122 },
      );
    }, 120_000);
  });
});
