import { randomUUID } from 'node:crypto';
import { BSON } from 'bson';
import { decode } from '../documents/decode.ts';
import { encode } from '../documents/encode.ts';
import { type Index, spaceStart, toIndex } from '../indexes/index-entries.ts';
import type { KeyValue } from './key-value.ts';
import { type Doc, toNumber } from '../documents/values.ts';

/** A collection as it is open: what the catalog keeps of it, and what is counted from its documents. */
export type Collection = {
  readonly namespace: string;
  readonly space: number;
  readonly uuid: string;
  readonly options: Doc;
  indexes: readonly Index[];
  nextRecord: number;
  /** Documents of commits that are done: a write under way is not counted, as it is not read. */
  count: number;
};

/** What a write adds to the collections' counts when it is done. */
export type Counts = Map<Collection, number>;

export const catalogSpace = 0;

export function recordKey(space: number, record: number): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt32BE(space);
  bytes.writeUIntBE(record, 4, 6);
  return bytes;
}

/** Where the catalog has a collection. */
export function catalogKey(namespace: string): Buffer {
  return Buffer.concat([spaceStart(catalogSpace), Buffer.from(namespace)]);
}

/** Where a collection's documents stand, and the index of their ids. */
export type Spaces = { readonly space: number; readonly ids: number };

/** @param record what the catalog has of a collection */
export function spacesIn(record: Buffer): Spaces {
  const { space, indexes } = decode(record);
  const [ids] = indexes as Doc[];
  return { space: toNumber(space), ids: toNumber(ids?.space) };
}

/** The collections and their indexes, kept in memory and in space 0 of the file. Changes belong into a write. */
export type Catalog = ReturnType<typeof openCatalog>;

export function openCatalog(kv: KeyValue) {
  const collections = new Map<string, Collection>();
  let lastSpace = 0;
  let counts: Counts = new Map();

  /** Reads everything again: at start, and after a commit that failed. */
  function load(): void {
    collections.clear();
    kv.fresh();
    for (const { key, value } of kv.range({ low: spaceStart(catalogSpace), high: spaceStart(catalogSpace + 1) })) {
      const collection = fromRecord(key.toString('utf8', 4), decode(value));
      collections.set(collection.namespace, collection);
      for (const { space } of [collection, ...collection.indexes]) lastSpace = Math.max(lastSpace, space);
    }
  }

  function fromRecord(namespace: string, record: Doc): Collection {
    const space = toNumber(record.space);
    const [low, high] = [spaceStart(space), spaceStart(space + 1)];
    const last = kv.range({ low, high, reverse: true, limit: 1 })[0];
    return {
      namespace,
      space,
      uuid: String(record.uuid),
      options: record.options as Doc,
      indexes: (record.indexes as Doc[]).map((kept) =>
        toIndex(kept.spec as Doc, {
          space: toNumber(kept.space),
          multikey: kept.multikey === true,
          cut: kept.cut === true,
        }),
      ),
      nextRecord: last ? last.key.readUIntBE(4, 6) + 1 : 1,
      count: kv.count(low, high),
    };
  }

  function save(collection: Collection): void {
    const { namespace, space, uuid, options, indexes } = collection;
    const kept = indexes.map(({ spec, space: at, multikey, cut }) => ({
      spec,
      space: new BSON.Double(at),
      multikey,
      cut,
    }));
    kv.put(catalogKey(namespace), encode({ space: new BSON.Double(space), uuid, options, indexes: kept }));
  }

  function create(namespace: string, options: Doc = {}): Collection {
    const id = toIndex({ v: 2, key: { _id: 1 }, name: '_id_' }, { space: nextSpace() });
    const collection: Collection = {
      namespace,
      space: nextSpace(),
      uuid: randomUUID(),
      options,
      indexes: [id],
      nextRecord: 1,
      count: 0,
    };
    collections.set(namespace, collection);
    save(collection);
    return collection;
  }

  function nextSpace(): number {
    lastSpace += 1;
    return lastSpace;
  }

  function clear(space: number): void {
    for (;;) {
      const some = kv.range({ low: spaceStart(space), high: spaceStart(space + 1), limit: 4096 });
      for (const { key } of some) kv.remove(key);
      if (some.length < 4096) return;
    }
  }

  function drop(collection: Collection): void {
    for (const { space } of [collection, ...collection.indexes]) clear(space);
    kv.remove(catalogKey(collection.namespace));
    collections.delete(collection.namespace);
  }

  function rename(collection: Collection, namespace: string): void {
    const renamed = { ...collection, namespace };
    kv.remove(catalogKey(collection.namespace));
    collections.delete(collection.namespace);
    collections.set(namespace, renamed);
    save(renamed);
  }

  /** Begins to count for one write. */
  function begin(): Counts {
    counts = new Map();
    return counts;
  }

  function add(collection: Collection, change: 1 | -1): void {
    counts.set(collection, (counts.get(collection) ?? 0) + change);
  }

  function settle(done: Counts): void {
    for (const [collection, change] of done) collection.count += change;
  }

  /** Writes something that says nothing, to see whether it can be written. */
  function probe(): void {
    kv.put(spaceStart(0xffffffff), Buffer.alloc(8));
  }

  load();
  return {
    probe,
    begin,
    add,
    settle,
    load,
    save,
    create,
    clear,
    drop,
    rename,
    nextSpace,
    find: (namespace: string): Collection | undefined => collections.get(namespace),
    all: (): Collection[] => [...collections.values()],
    inDatabase: (db: string): Collection[] =>
      [...collections.values()].filter(({ namespace }) => namespace.startsWith(`${db}.`)),
  };
}
