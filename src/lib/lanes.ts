/**
 * Work for one key runs one after the other, in the order asked for; different keys run side by side.
 * A failed piece of work fails its caller only.
 */
export function createLanes<Key>(): Lanes<Key> {
  const tails = new Map<Key, Promise<unknown>>();

  function run<T>(key: Key, work: () => Promise<T>): Promise<T> {
    const before = tails.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    tails.set(key, mine);
    const forget = () => {
      // The last one out removes the lane, so the map holds only keys with work.
      if (tails.get(key) === mine) tails.delete(key);
    };
    mine.then(forget, forget);
    return mine;
  }

  return { run, size: () => tails.size };
}

export type Lanes<Key> = {
  /** Runs `work` after everything that was asked for under the same key before. */
  readonly run: <T>(key: Key, work: () => Promise<T>) => Promise<T>;
  /** keys that have work now */
  readonly size: () => number;
};
