import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBoundedMap } from '../../src/lib/bounded-map.ts';

type Call = { readonly kind: 'get' | 'set' | 'delete'; readonly key: number };

const calls = fc.array(
  fc.record({ kind: fc.constantFrom('get', 'set', 'set', 'delete'), key: fc.integer({ min: 0, max: 30 }) }),
  { maxLength: 200 },
);

/** Keys in the order of their last use, as a map without bounds would have them. */
function lastUsed(made: readonly Call[]): number[] {
  let used: number[] = [];
  for (const { kind, key } of made) {
    const isThere = used.includes(key);
    used = used.filter((other) => other !== key);
    if (kind === 'set' || (kind === 'get' && isThere)) used.push(key);
  }
  return used;
}

describe('a bounded map', () => {
  it('keeps no more than it may, and of that the half used last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), calls, (capacity, made: readonly Call[]) => {
        const map = createBoundedMap<number, string>(capacity);
        for (const { kind, key } of made) {
          if (kind === 'set') map.set(key, `value ${key}`);
          else map[kind](key);
          expect(map.size()).toBeLessThanOrEqual(capacity);
        }
        for (const key of lastUsed(made).slice(-Math.floor(capacity / 2))) expect(map.get(key)).toBe(`value ${key}`);
      }),
    );
  });

  it('has the value that was set last, once', () => {
    const map = createBoundedMap<string, number>(4);
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['a', 4],
    ] as const)
      map.set(key, value);

    expect(map.get('a')).toBe(4);
    expect(map.values().toSorted()).toEqual([2, 3, 4]);
  });

  it('forgets what is taken out, of either generation, and all of it', () => {
    const map = createBoundedMap<string, number>(4);
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    map.delete('a');
    map.delete('c');
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 1, undefined]);

    map.clear();
    expect(map.size()).toBe(0);
  });
});
