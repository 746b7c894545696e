/**
 * Lets at most so many pieces of work run at a time, first come, first served: a crowd at one place must not take every
 * connection that others need.
 *
 * @param full what is thrown, at once, where `mostWaiting` wait already
 */
export function createGate(most: number, { mostWaiting = Infinity, full = () => new Error('Too many wait') } = {}) {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function pass<T>(work: () => Promise<T>): Promise<T> {
    if (waiting.length >= mostWaiting) throw full();
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place goes from hand to hand: it is not free in between.
      if (next) next();
      else running -= 1;
    }
  }

  return { pass };
}
