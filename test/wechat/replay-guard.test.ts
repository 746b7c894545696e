import { describe, expect, it } from '@jest/globals';
import { createReplayGuard } from '../../src/wechat/replay-guard.ts';

const signedAt = new Date('2026-11-22T04:00:00Z');
const push = { xml: '<xml>1</xml>', signedAt, nonce: 'n1', tokenIndex: 0, keyIndex: 0 };

function guardAt(start: Date, capacity?: number) {
  let now = start;
  const guard = createReplayGuard({ clock: () => now, ...(capacity === undefined ? {} : { capacity }) });
  return { ...guard, pass: (ms: number) => (now = new Date(now.getTime() + ms)) };
}

describe('the replay guard', () => {
  it("admits WeChat's own repeats", () => {
    const { admits } = guardAt(signedAt);

    expect([admits(push), admits(push), admits({ ...push })]).toEqual([true, true, true]);
  });

  it('refuses another body under the same timestamp and nonce', () => {
    const { admits } = guardAt(signedAt);
    admits(push);

    expect(admits({ ...push, xml: '<xml>2</xml>' })).toBe(false);
    expect(admits(push)).toBe(true);
  });

  it('admits another body under another nonce or another second', () => {
    const { admits } = guardAt(signedAt);
    admits(push);

    expect(admits({ ...push, xml: 'b', nonce: 'n2' })).toBe(true);
    expect(admits({ ...push, xml: 'c', signedAt: new Date(signedAt.getTime() + 1000) })).toBe(true);
  });

  it('remembers ten minutes, whenever a push came', () => {
    const { admits, pass } = guardAt(signedAt);
    pass(299_000);
    admits(push);
    for (const ms of [2_000, 301_000, 296_000]) {
      pass(ms);
      admits({ ...push, nonce: `after ${ms}` });
    }

    expect(admits({ ...push, xml: 'other' })).toBe(false);
  });

  it('forgets the oldest when more come than it holds', () => {
    const { admits } = guardAt(signedAt, 10);
    admits(push);
    for (let count = 0; count < 20; count += 1) admits({ ...push, nonce: `other-${count}` });

    expect(admits({ ...push, xml: 'other' })).toBe(true);
    expect(admits({ ...push, nonce: 'other-19', xml: 'other' })).toBe(false);
  });
});
