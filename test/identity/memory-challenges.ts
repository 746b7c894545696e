import type { ChallengeStore, LiveCode, LiveWord } from '../../src/identity/challenge.ts';

type State = { windowStart: number; tries: number; code?: LiveCode; word?: LiveWord & { readBy?: string } };

/** Keeps the promises of the real store, in memory: what the model test runs on a hundred thousand times. */
export function createMemoryChallenges(): ChallengeStore {
  const states = new Map<string, State>();
  const of = (customer: string): State => {
    const state = states.get(customer) ?? { windowStart: 0, tries: 0 };
    states.set(customer, state);
    return state;
  };
  return {
    takeTry(customer, windowStart, most) {
      const state = of(customer);
      if (state.windowStart < windowStart.getTime())
        Object.assign(state, { windowStart: windowStart.getTime(), tries: 0 });
      if (state.windowStart > windowStart.getTime() || state.tries >= most) return Promise.resolve(undefined);
      return Promise.resolve(++state.tries);
    },
    putCode(customer, code) {
      of(customer).code = code;
      return Promise.resolve();
    },
    consumeCode(customer, hash, now) {
      const state = of(customer);
      const { code } = state;
      if (code?.hash !== hash || code.expiresAt <= now) return Promise.resolve(undefined);
      delete state.code;
      return Promise.resolve(code);
    },
    dropCode(customer, agent) {
      const state = of(customer);
      if (state.code?.agent === agent) delete state.code;
      return Promise.resolve();
    },
    putWord(customer, word) {
      of(customer).word = word;
      return Promise.resolve();
    },
    readWord(customer, agent, now) {
      const { word } = of(customer);
      if (!word || word.expiresAt <= now || (word.readBy ?? agent) !== agent) return Promise.resolve(undefined);
      word.readBy = agent;
      return Promise.resolve(word.word);
    },
  };
}
