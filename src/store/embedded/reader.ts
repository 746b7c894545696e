import { byId } from './by-id.ts';
import { catalogKey, type Spaces, spacesIn } from './catalog.ts';
import { openForReading } from './key-value.ts';

type Place = Spaces & { readonly key: Buffer; readonly record: Buffer };

/**
 * Reads documents by their ids in the thread that asks, from the file that the store's thread writes: what is committed,
 * and nothing else. To ask that thread costs a push more than to look.
 *
 * @param file the store's file, which its thread has open
 */
export function openReader(file: string) {
  const map = openForReading(file);
  const places = new Map<string, Place>();

  /** Where a collection stands: the catalog is looked at each time, for it may be another one by now. */
  function placeOf(namespace: string): Place | undefined {
    const known = places.get(namespace);
    const key = known?.key ?? catalogKey(namespace);
    const record = map.get(key);
    if (!record) return undefined;
    if (known?.record.equals(record) === true) return known;
    const place = { key, record, ...spacesIn(record) };
    places.set(namespace, place);
    return place;
  }

  /** @returns the documents that there are, as BSON, in the order of their ids as given */
  function read(namespace: string, ids: readonly string[]): Buffer[] {
    try {
      const place = placeOf(namespace);
      return place ? ids.flatMap((id) => byId(map, place, id)?.bytes ?? []) : [];
    } finally {
      map.done();
    }
  }

  return { read, close: map.close };
}

export type Reader = ReturnType<typeof openReader>;
