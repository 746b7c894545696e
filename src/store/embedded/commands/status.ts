import { BSON } from 'bson';
import { decode } from '../../documents/decode.ts';
import { CommandError } from '../../documents/errors.ts';
import type { Doc } from '../../documents/values.ts';
import { keysOf, spaceStart } from '../../indexes/index-entries.ts';
import type { Collection } from '../catalog.ts';
import { scan } from '../scan.ts';
import { type Call, namespaceOf } from './context.ts';

const all = { kind: 'scan', reverse: false, sorted: true, exact: true } as const;

/** What a shell asks for when it connects, answered with as much as there is. */
export const greetings: Readonly<Record<string, (call: Call) => Doc>> = {
  getCmdLineOpts: () => ({ argv: [], parsed: {} }),
  getLog: () => ({ totalLinesWritten: 0, log: [] }),
  getParameter: () => ({ featureCompatibilityVersion: { version: '7.0' } }),
  hostInfo: ({ now }) => ({
    system: { currentTime: now, hostname: 'embedded' },
    os: { type: process.platform },
    extra: {},
  }),
  whatsmyuri: () => ({ you: 'embedded' }),
  startSession: () => ({ id: { id: new BSON.UUID() }, timeoutMinutes: 30 }),
  replSetGetStatus() {
    throw new CommandError(76, 'not running with --replSet');
  },
};

function sizes({ engine }: Call, collection: Collection): { count: number; size: number } {
  let [count, size] = [0, 0];
  for (const { bytes } of scan(engine.kv, collection, all)) {
    count += 1;
    size += bytes.length;
  }
  return { count, size };
}

export function collStats(call: Call): Doc {
  const ns = namespaceOf(call);
  const collection = call.engine.catalog.find(ns);
  const { count, size } = collection ? sizes(call, collection) : { count: 0, size: 0 };
  const shared = { ns, count, size, storageSize: size, totalIndexSize: 0, indexSizes: {}, capped: false };
  const average = count > 0 ? { avgObjSize: Math.floor(size / count) } : {};
  return { ...shared, ...average, nindexes: collection?.indexes.length ?? 0 };
}

export function dbStats(call: Call): Doc {
  const collections = call.engine.catalog.inDatabase(call.db);
  const found = collections.map((collection) => sizes(call, collection));
  const sum = (field: 'count' | 'size'): number => found.reduce((total, one) => total + one[field], 0);
  const indexes = collections.reduce((total, one) => total + one.indexes.length, 0);
  const [objects, dataSize] = [sum('count'), sum('size')];
  return { db: call.db, collections: collections.length, views: 0, objects, dataSize, storageSize: dataSize, indexes };
}

/** Whether each index holds exactly what the documents say: each of their keys, and not one more. */
export function validate(call: Call): Doc {
  const { kv, catalog } = call.engine;
  const ns = namespaceOf(call);
  const collection = catalog.find(ns);
  if (!collection) throw new CommandError(26, `Collection '${ns}' does not exist to validate.`);
  kv.fresh();
  const { nrecords, keysPerIndex, errors } = checkRecords(call, collection);
  for (const { name, space } of collection.indexes) {
    const held = kv.count(spaceStart(space), spaceStart(space + 1));
    if (held !== (keysPerIndex[name] ?? 0))
      errors.push(`${name} holds ${held} keys, its documents ${keysPerIndex[name] ?? 0}`);
  }
  if (collection.count !== nrecords) errors.push(`${collection.count} documents are counted, ${nrecords} are there`);
  return { ns, nrecords, nIndexes: collection.indexes.length, keysPerIndex, valid: errors.length === 0, errors };
}

type Checked = { readonly nrecords: number; readonly keysPerIndex: Record<string, number>; readonly errors: string[] };

function checkRecords({ engine: { kv } }: Call, collection: Collection): Checked {
  const errors: string[] = [];
  const keysPerIndex: Record<string, number> = {};
  let nrecords = 0;
  for (const { record, bytes } of scan(kv, collection, all)) {
    nrecords += 1;
    const doc = decode(bytes);
    for (const index of collection.indexes) {
      for (const key of keysOf(index, doc, record).keys) {
        keysPerIndex[index.name] = (keysPerIndex[index.name] ?? 0) + 1;
        if (!kv.get(key.bytes)) errors.push(`${index.name} lacks a key of the record ${record}`);
      }
    }
  }
  return { nrecords, keysPerIndex, errors };
}
