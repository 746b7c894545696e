/** A map that keeps the most recently used `capacity` entries and forgets the rest. */
export function createBoundedMap<Key, Value>(capacity: number) {
  const entries = new Map<Key, Value>();

  function get(key: Key): Value | undefined {
    const value = entries.get(key);
    if (value === undefined) return undefined;
    entries.delete(key);
    entries.set(key, value);
    return value;
  }

  function set(key: Key, value: Value): void {
    entries.delete(key);
    entries.set(key, value);
    if (entries.size <= capacity) return;
    const oldest = entries.keys().next();
    if (oldest.done !== true) entries.delete(oldest.value);
  }

  return {
    get,
    set,
    delete: (key: Key) => entries.delete(key),
    size: () => entries.size,
    values: () => [...entries.values()],
    clear: () => entries.clear(),
  };
}
