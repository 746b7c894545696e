import type { ChallengeState, ChallengeStore } from '../../src/identity/challenge.ts';

/** Challenges in memory, as quick as 100,000 sequences need. */
export function createMemoryChallenges(): ChallengeStore {
  const states = new Map<string, ChallengeState>();
  return {
    change(customer, step) {
      const { next, value } = step(states.get(customer) ?? { tried: [] });
      if (next) states.set(customer, next);
      return Promise.resolve(value);
    },
  };
}
