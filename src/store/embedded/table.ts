import { type Catalog, type Collection, recordKey } from './catalog.ts';
import { decodeFields } from '../documents/decode.ts';
import { encode } from '../documents/encode.ts';
import { CommandError } from '../documents/errors.ts';
import { type Index, type IndexKey, type IndexKeys, keysOf, rootsOfAll } from '../indexes/index-entries.ts';
import type { KeyValue } from './key-value.ts';
import { shown } from '../documents/update-path.ts';
import { type Doc, setOwn } from '../documents/values.ts';

const largestDocument = 16 * 1024 * 1024;

/** A document as it stands in the store. */
export type Stored = { readonly record: number; readonly bytes: Buffer };

/** What a document becomes: all of it, or of it what `fieldsOf` gives; `bytes` are all of it, where they are known. */
type Next = { readonly doc: Doc; readonly bytes?: Buffer };

/**
 * Changes of documents with their index entries. All checks come before the first change, so that nothing is undone.
 */
export function createTable(kv: KeyValue, catalog: Catalog) {
  /** The fields of a document that the collection's indexes depend on. */
  function fieldsOf({ indexes }: Collection, bytes: Buffer): Doc {
    return decodeFields(bytes, rootsOfAll(indexes));
  }

  function insert(collection: Collection, { doc, bytes = encode(doc) }: Next): void {
    checkSize(doc, bytes);
    const record = collection.nextRecord;
    const changes = collection.indexes.map((index) => ({ index, added: keysOf(index, doc, record), removed: [] }));
    refuseDuplicates(collection, changes, record);
    collection.nextRecord += 1;
    catalog.add(collection, 1);
    kv.put(recordKey(collection.space, record), bytes);
    apply(collection, changes, record);
  }

  /** @returns the new bytes, or undefined where nothing changed */
  function replace(collection: Collection, old: Stored, { doc, bytes = encode(doc) }: Next): Buffer | undefined {
    checkSize(doc, bytes);
    if (bytes.equals(old.bytes)) return undefined;
    const before = fieldsOf(collection, old.bytes);
    const changes = collection.indexes
      .filter(({ roots }) => !roots || [...roots].some((root) => !isSame(before[root], doc[root])))
      .map((index) => difference(index, keysOf(index, before, old.record), keysOf(index, doc, old.record)));
    refuseDuplicates(collection, changes, old.record);
    kv.put(recordKey(collection.space, old.record), bytes);
    apply(collection, changes, old.record);
    return bytes;
  }

  function remove(collection: Collection, { record, bytes }: Stored): void {
    const doc = fieldsOf(collection, bytes);
    for (const index of collection.indexes) {
      for (const { bytes: key } of keysOf(index, doc, record).keys) kv.remove(key);
    }
    catalog.add(collection, -1);
    kv.remove(recordKey(collection.space, record));
  }

  function refuseDuplicates(collection: Collection, changes: readonly IndexChange[], record: number): void {
    for (const { index, added } of changes) {
      if (!index.unique) continue;
      for (const key of added.keys) {
        const holder = kv.holder(key.bytes);
        if (holder !== undefined && holder !== record) throw duplicate(collection, index, key);
      }
    }
  }

  function apply(collection: Collection, changes: readonly IndexChange[], record: number): void {
    const value = entryValue(record);
    let noted = false;
    for (const { index, added, removed } of changes) {
      for (const { bytes } of removed) kv.remove(bytes);
      for (const { bytes } of added.keys) kv.put(bytes, value);
      noted = note(index, added) || noted;
    }
    if (noted) catalog.save(collection);
  }

  /** Fills a new index; a duplicate throws before the first entry is written. */
  function build(collection: Collection, index: Index, records: Iterable<Stored>): void {
    const seen = new Set<string>();
    const made: { key: Buffer; record: number }[] = [];
    for (const { record, bytes } of records) {
      const { keys, multikey, cut } = keysOf(index, decodeFields(bytes, index.roots), record);
      for (const key of keys) {
        const name = index.unique ? key.bytes.toString('latin1') : '';
        if (index.unique && seen.has(name)) throw duplicate(collection, index, key);
        if (index.unique) seen.add(name);
        made.push({ key: key.bytes, record });
      }
      note(index, { multikey, cut });
    }
    for (const { key, record } of made) kv.put(key, entryValue(record));
  }

  return { fieldsOf, insert, replace, remove, build };
}

/** @returns whether the index learnt something about its documents that the catalog has to keep */
function note(index: Index, { multikey, cut }: Pick<IndexKeys, 'multikey' | 'cut'>): boolean {
  const isNew = (multikey && !index.multikey) || (cut && !index.cut);
  index.multikey ||= multikey;
  index.cut ||= cut;
  return isNew;
}

/** Whether two values are one, as far as that is plain; where it is not, their keys are compared. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());
}

type IndexChange = { readonly index: Index; readonly added: IndexKeys; readonly removed: readonly IndexKey[] };

function difference(index: Index, before: IndexKeys, after: IndexKeys): IndexChange {
  const has = (keys: IndexKeys, { bytes }: IndexKey): boolean => keys.keys.some((key) => key.bytes.equals(bytes));
  return {
    index,
    added: { ...after, keys: after.keys.filter((key) => !has(before, key)) },
    removed: before.keys.filter((key) => !has(after, key)),
  };
}

function entryValue(record: number): Buffer {
  const bytes = Buffer.allocUnsafe(6);
  bytes.writeUIntBE(record, 0, 6);
  return bytes;
}

function checkSize(doc: Doc, { length }: Buffer): void {
  if (length <= largestDocument) return;
  throw new CommandError(
    10334,
    `BSONObj size: ${length} (0x${length.toString(16).toUpperCase()}) is invalid. Size must be between 0 and 16793600(16MB) First element: _id: ${shown(doc._id)}`,
  );
}

function duplicate({ namespace }: Collection, index: Index, key: IndexKey): CommandError {
  const keyValue: Doc = {};
  index.fields.forEach(({ path }, i) => setOwn(keyValue, path, key.values[i] ?? null));
  const text = Object.entries(keyValue).map(([field, value]) => `${field}: ${shown(value)}`);
  return new CommandError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${text.join(', ')} }`,
    { keyPattern: index.spec.key, keyValue },
  );
}
