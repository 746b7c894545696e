/**
 * A map that keeps at most `capacity` entries: at least the half of them used last.
 *
 * Two generations, the older dropped when the younger is full: to find the one entry longest unused, a `Map` would have to
 * be searched past all that was taken out of it.
 */
export function createBoundedMap<Key, Value>(capacity: number) {
  const most = Math.max(1, Math.floor(capacity / 2));
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();

  function get(key: Key): Value | undefined {
    const value = young.get(key);
    if (value !== undefined) return value;
    const before = old.get(key);
    if (before !== undefined) set(key, before);
    return before;
  }

  function set(key: Key, value: Value): void {
    if (young.size >= most && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
    old.delete(key);
  }

  return {
    get,
    set,
    delete(key: Key): void {
      young.delete(key);
      old.delete(key);
    },
    size: () => young.size + old.size,
    values: () => [...old.values(), ...young.values()],
    clear(): void {
      young.clear();
      old.clear();
    },
  };
}
