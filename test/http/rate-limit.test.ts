import { describe, expect, it } from '@jest/globals';
import { createRateLimit } from '../../src/http/rate-limit.ts';

describe('a limit', () => {
  it('lets so many through in its window, then says when to come back', () => {
    let now = new Date('2026-11-22T09:00:00Z');
    const limit = createRateLimit({ max: 2, windowSeconds: 60, clock: () => now });

    expect([limit.take('a'), limit.take('a'), limit.take('b')].every(({ ok }) => ok)).toBe(true);
    now = new Date('2026-11-22T09:00:45Z');
    expect(limit.take('a')).toEqual({ ok: false, retryAfterSeconds: 15 });
    now = new Date('2026-11-22T09:01:00Z');
    expect(limit.take('a')).toEqual({ ok: true });
  });

  it('does not count what was given back', () => {
    const limit = createRateLimit({ max: 1, windowSeconds: 60, clock: () => new Date('2026-11-22T09:00:00Z') });

    limit.take('a');
    limit.giveBack('a');

    expect(limit.take('a')).toEqual({ ok: true });
  });

  it('remembers no more keys than it was told, however many strangers come', () => {
    const clock = () => new Date('2026-11-22T09:00:00Z');
    const limit = createRateLimit({ max: 1, windowSeconds: 60, clock, maxKeys: 100 });

    for (let i = 0; i < 1_000; i++) limit.take(`stranger ${i}`);

    expect(limit.size()).toBe(100);
    expect(limit.take('stranger 999').ok).toBe(false);
  });
});
