import { BSON } from 'bson';
import type { Collection } from '../catalog.ts';
import { equal } from '../../documents/compare.ts';
import type { Batch } from '../cursors.ts';
import { badValue, CommandError, notSupported } from '../../documents/errors.ts';
import { toIndex } from '../../indexes/index-entries.ts';
import { compile } from '../../documents/match.ts';
import { sameKey } from '../../indexes/planner.ts';
import { scan } from '../scan.ts';
import { type Doc, isDoc, isNumber, toNumber } from '../../documents/values.ts';
import { type Call, checkedNamespace, docField, namespaceOf } from './context.ts';

const createOptions = [
  'create',
  'writeConcern',
  'comment',
  'lsid',
  '$db',
  '$clusterTime',
  'apiVersion',
  'readConcern',
  '$readPreference',
  'autoIndexId',
  'maxTimeMS',
];

export function create(call: Call): Promise<Doc> {
  const { body, engine } = call;
  const namespace = namespaceOf(call);
  const unknownOption = Object.keys(body).find((name) => !createOptions.includes(name) && body[name] !== false);
  if (unknownOption !== undefined) throw notSupported(`the option ${unknownOption} of create`);
  return engine.write(() => {
    if (!engine.catalog.find(namespace)) engine.catalog.create(namespace);
    return {};
  });
}

export function drop(call: Call): Promise<Doc> {
  const { engine } = call;
  const namespace = namespaceOf(call);
  return engine.write(() => {
    const collection = engine.catalog.find(namespace);
    if (!collection) return { ns: namespace };
    engine.catalog.drop(collection);
    return { nIndexesWas: collection.indexes.length, ns: namespace };
  });
}

export function dropDatabase({ engine, db }: Call): Promise<Doc> {
  return engine.write(() => {
    const all = engine.catalog.inDatabase(db);
    for (const collection of all) engine.catalog.drop(collection);
    return all.length > 0 ? { dropped: db } : {};
  });
}

export function renameCollection({ engine, body }: Call): Promise<Doc> {
  const [from, to] = [String(body.renameCollection), String(body.to)];
  const [db = '', ...name] = to.split('.');
  checkedNamespace(db, name.join('.'));
  return engine.write(() => {
    const collection = engine.catalog.find(from);
    if (!collection) throw new CommandError(26, `Source collection ${from} does not exist`);
    const target = engine.catalog.find(to);
    if (target && body.dropTarget !== true) throw new CommandError(48, 'target namespace exists');
    if (target) engine.catalog.drop(target);
    engine.catalog.rename(collection, to);
    return {};
  });
}

const indexOptions = [
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'background',
  'expireAfterSeconds',
  'partialFilterExpression',
  'ns',
];

export function createIndexes(call: Call): Promise<Doc> {
  const { body, engine } = call;
  const namespace = namespaceOf(call);
  const specs = body.indexes;
  if (!Array.isArray(specs) || specs.length === 0) throw badValue('Must specify at least one index to create');
  const checked = (specs as Doc[]).map(checkSpec);
  return engine.write(() => {
    const isNew = !engine.catalog.find(namespace);
    const collection = engine.catalog.find(namespace) ?? engine.catalog.create(namespace);
    const numIndexesBefore = collection.indexes.length;
    const added = checked.filter((spec) => !existing(collection, spec));
    for (const spec of added) {
      const index = toIndex(spec, { space: engine.catalog.nextSpace() });
      engine.table.build(
        collection,
        index,
        scan(engine.kv, collection, { kind: 'scan', reverse: false, sorted: true, exact: true }),
      );
      collection.indexes.push(index);
    }
    engine.catalog.save(collection);
    const note = added.length === 0 ? { note: 'all indexes already exist' } : {};
    return {
      numIndexesBefore,
      numIndexesAfter: collection.indexes.length,
      createdCollectionAutomatically: isNew,
      ...note,
    };
  });
}

function checkSpec(spec: Doc): Doc {
  const key = spec.key;
  if (!isDoc(key) || Object.keys(key).length === 0) throw new CommandError(67, 'Index keys cannot be an empty object');
  const name = spec.name;
  if (typeof name !== 'string' || name === '')
    throw new CommandError(9, "The 'name' field is a required property of an index specification");
  for (const [path, way] of Object.entries(key)) checkKey(path, way);
  for (const option of Object.keys(spec)) {
    if (!indexOptions.includes(option)) throw notSupported(`the index option ${option}`);
  }
  checkOptions(spec, key);
  const { background: _, ns: _ns, ...rest } = spec;
  return { v: 2, ...rest };
}

function checkKey(path: string, way: unknown): void {
  if (path === '' || path.split('.').includes('')) throw new CommandError(67, 'Index key contains an empty field name');
  if (path.startsWith('$') || path.includes('.$'))
    throw new CommandError(67, `Index key contains an illegal field name: field name starts with '$'.`);
  if (path.includes('$**') || typeof way === 'string') throw notSupported(`an index of the kind ${String(way)}`);
  if (!isNumber(way) || (toNumber(way) !== 1 && toNumber(way) !== -1)) {
    throw new CommandError(
      67,
      `Values in v:2 index key pattern must be numbers > 0 or < 0, here 1 or -1; ${path} has ${String(way)}`,
    );
  }
}

function checkOptions(spec: Doc, key: Doc): void {
  const partial = docField(spec, 'partialFilterExpression');
  if (partial) compile(partial);
  if (partial && spec.sparse === true)
    throw new CommandError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  const ttl = spec.expireAfterSeconds;
  if (ttl === undefined) return;
  if (!isNumber(ttl) || toNumber(ttl) < 0 || toNumber(ttl) > 0x7fffffff) {
    throw new CommandError(
      67,
      "TTL index 'expireAfterSeconds' option must be within an acceptable range, try a different number",
    );
  }
  if (Object.keys(key).length > 1)
    throw new CommandError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
}

/** @throws CommandError where a name or a key is taken by an index that differs */
function existing(collection: Collection, spec: Doc): boolean {
  const key = spec.key as Doc;
  if (sameKey(key, { _id: 1 })) return true;
  const named = collection.indexes.find(({ name }) => name === spec.name);
  const found =
    named ??
    collection.indexes.find(
      (index) => sameKey(index.spec.key as Doc, key) && sameOption(index.spec, spec, 'partialFilterExpression'),
    );
  if (!found) return false;
  const both = `Requested index: ${show(spec)}, existing index: ${show(found.spec)}`;
  if (!sameKey(found.spec.key as Doc, key))
    throw new CommandError(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${both}`,
    );
  if (!named) throw new CommandError(85, `Index already exists with a different name: ${found.name}`);
  if (
    !['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression'].every((option) =>
      sameOption(found.spec, spec, option),
    )
  ) {
    throw new CommandError(86, `An equivalent index already exists with the same name but different options. ${both}`);
  }
  return true;
}

function sameOption(a: Doc, b: Doc, option: string): boolean {
  return equal(a[option] ?? false, b[option] ?? false);
}

function show(spec: unknown): string {
  return BSON.EJSON.stringify(spec);
}

export function dropIndexes(call: Call): Promise<Doc> {
  const { body, engine } = call;
  const namespace = namespaceOf(call);
  const wanted = body.index;
  return engine.write(() => {
    const collection = engine.catalog.find(namespace);
    if (!collection) throw new CommandError(26, `ns not found ${namespace}`);
    const nIndexesWas = collection.indexes.length;
    const gone =
      wanted === '*'
        ? collection.indexes.filter(({ name }) => name !== '_id_')
        : (Array.isArray(wanted) ? wanted : [wanted]).map((one) => named(collection, one));
    for (const index of gone) {
      if (index.name === '_id_') throw new CommandError(72, 'cannot drop _id index');
      engine.catalog.clear(index.space);
    }
    collection.indexes = collection.indexes.filter((index) => !gone.includes(index));
    engine.catalog.save(collection);
    return { nIndexesWas };
  });
}

function named(collection: Collection, wanted: unknown) {
  const index = collection.indexes.find((one) =>
    isDoc(wanted) ? sameKey(one.spec.key as Doc, wanted) : one.name === wanted,
  );
  if (index) return index;
  throw new CommandError(
    27,
    isDoc(wanted) ? `can't find index with key: ${show(wanted)}` : `index not found with name [${String(wanted)}]`,
  );
}

export function listIndexes(call: Call): Batch {
  const namespace = namespaceOf(call);
  const collection = call.engine.catalog.find(namespace);
  if (!collection) throw new CommandError(26, `ns does not exist: ${namespace}`);
  return call.cursors.start(
    namespace,
    collection.indexes.map(({ spec }) => spec),
    cursorOptions(call.body),
  );
}

export function cursorOptions(body: Doc): { batchSize?: number } {
  const size = docField(body, 'cursor')?.batchSize;
  return isNumber(size) ? { batchSize: toNumber(size) } : {};
}

export function listCollections({ engine, db, body, cursors }: Call): Batch {
  const nameOnly = body.nameOnly === true;
  const filter = compile(docField(body, 'filter') ?? {});
  const infos = engine.catalog.inDatabase(db).map(({ namespace, uuid }): Doc => {
    const name = namespace.slice(db.length + 1);
    return {
      name,
      type: 'collection',
      options: {},
      info: { readOnly: false, uuid: new BSON.UUID(uuid) },
      idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
    };
  });
  const found = infos
    .filter((info) => filter(info))
    .map((info) => (nameOnly ? { name: info.name, type: info.type } : info));
  return cursors.start(`${db}.$cmd.listCollections`, found, cursorOptions(body));
}

export function listDatabases({ engine, body }: Call): Doc {
  const filter = compile(docField(body, 'filter') ?? {});
  const names = [...new Set(engine.catalog.all().map(({ namespace }) => namespace.split('.')[0] ?? ''))].sort();
  const databases = names.map((name): Doc => ({ name, sizeOnDisk: 0, empty: false })).filter((info) => filter(info));
  if (body.nameOnly === true) return { databases: databases.map(({ name }) => ({ name })) };
  return { databases, totalSize: 0, totalSizeMb: 0 };
}
