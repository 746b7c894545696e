/** Numbers that a seed repeats: mulberry32, far cheaper than a property-testing library for 100,000 mutants. */
export function createRandom(seed: number) {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** 0 to below */
  const below = (limit: number) => Math.floor(next() * limit);
  function pick<T>(all: readonly T[]): T {
    const one = all[below(all.length)];
    if (one === undefined) throw new Error('Nothing to pick from');
    return one;
  }

  const bytes = (length: number) => Buffer.from(Array.from({ length }, () => below(256)));
  return { below, pick, bytes };
}

export type Random = ReturnType<typeof createRandom>;
