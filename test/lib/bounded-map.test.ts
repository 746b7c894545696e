import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBoundedMap } from '../../src/lib/bounded-map.ts';

type Call = { readonly kind: 'get' | 'set' | 'delete'; readonly key: number };

const calls = fc.array(
  fc.record({ kind: fc.constantFrom('get', 'set', 'set', 'delete'), key: fc.integer({ min: 0, max: 15 }) }),
  { maxLength: 200 },
);

/** Makes the calls; the keys in the order of their last use, where a look for what is not there (any more) is none. */
function lastUsed(map: ReturnType<typeof createBoundedMap<number, string>>, capacity: number, made: readonly Call[]) {
  let used: number[] = [];
  for (const { kind, key } of made) {
    const found = kind === 'get' && map.get(key) !== undefined;
    if (kind === 'set') map.set(key, `value ${key}`);
    if (kind === 'delete') map.delete(key);
    expect(map.size()).toBeLessThanOrEqual(capacity);
    if (kind !== 'get' || found) used = used.filter((other) => other !== key);
    if (kind === 'set' || found) used.push(key);
  }
  return used;
}

describe('a bounded map', () => {
  it('keeps no more than it may, and of that the half used last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), calls, (capacity, made: readonly Call[]) => {
        const map = createBoundedMap<number, string>(capacity);
        const used = lastUsed(map, capacity, made);
        for (const key of used.slice(-Math.floor(capacity / 2))) expect(map.get(key)).toBe(`value ${key}`);
      }),
    );
  });

  it('takes a look that finds something for a use, and one that finds nothing for none', () => {
    const map = createBoundedMap<string, number>(4);
    for (const key of ['a', 'b', 'c', 'd']) map.set(key, 1);
    expect(map.get('a')).toBe(1);
    map.set('e', 1);
    expect(map.get('a')).toBe(1);

    expect(map.get('b')).toBeUndefined();
    map.set('f', 1);
    expect([map.get('e'), map.get('f')]).toEqual([1, 1]);
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
