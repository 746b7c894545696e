import { describe, expect, it } from '@jest/globals';
import { createTokens } from '../../src/simulator/state/tokens.ts';
import { movableClock } from './support/clock.ts';

const minutes = 60_000;

function start() {
  const { clock, pass } = movableClock();
  return { tokens: createTokens(clock), pass };
}

describe('a token of /token', () => {
  it('ends the one before within five minutes', () => {
    const { tokens, pass } = start();
    const first = tokens.fresh();
    const second = tokens.fresh();

    expect(second.access_token).not.toBe(first.access_token);
    pass(5 * minutes - 1);
    expect(tokens.stateOf(first.access_token)).toBe('valid');
    pass(1);
    expect(tokens.stateOf(first.access_token)).toBe('expired');
    expect(tokens.stateOf(second.access_token)).toBe('valid');
  });

  it('lives two hours', () => {
    const { tokens, pass } = start();
    const { access_token: token, expires_in: seconds } = tokens.fresh();

    expect(seconds).toBe(7200);
    pass(120 * minutes - 1);
    expect(tokens.stateOf(token)).toBe('valid');
    pass(1);
    expect(tokens.stateOf(token)).toBe('expired');
  });
});

describe('a stable token', () => {
  it('stays the same until five minutes before its end, and never has less left than that', () => {
    const { tokens, pass } = start();
    const first = tokens.steady(false);
    pass(115 * minutes - 1);

    expect(tokens.steady(false)).toEqual({ ...first, expires_in: 300 });
    pass(1);
    expect(tokens.steady(false).access_token).not.toBe(first.access_token);
    expect(tokens.stateOf(first.access_token)).toBe('valid');
  });

  it('is ended at once when a new one is forced', () => {
    const { tokens } = start();
    const first = tokens.steady(false);
    const second = tokens.steady(true);

    expect(second.access_token).not.toBe(first.access_token);
    expect(tokens.stateOf(first.access_token)).toBe('unknown');
  });

  it('can be forced every thirty seconds and twenty times a day', () => {
    const { tokens, pass } = start();
    const first = tokens.steady(true).access_token;
    expect(tokens.steady(true).access_token).toBe(first);

    let last = first;
    for (let count = 2; count <= 20; count += 1) {
      pass(30_000);
      const next = tokens.steady(true).access_token;
      expect(next).not.toBe(last);
      last = next;
    }
    pass(30_000);
    expect(tokens.steady(true).access_token).toBe(last);
  });

  it('knows nothing of the tokens of /token', () => {
    const { tokens, pass } = start();
    const stable = tokens.steady(false).access_token;
    tokens.fresh();
    tokens.fresh();
    pass(6 * minutes);

    expect(tokens.stateOf(stable)).toBe('valid');
  });
});
