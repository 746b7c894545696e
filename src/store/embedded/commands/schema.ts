import { BSON } from 'bson';
import type { Batch } from '../cursors.ts';
import { CommandError, notSupported } from '../../documents/errors.ts';
import { compile } from '../../documents/match.ts';
import { type Doc, isNumber, toNumber } from '../../documents/values.ts';
import { isSimpleCollation } from '../../indexes/specification.ts';
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
  const unknownOption = Object.keys(body).find(
    (name) => !createOptions.includes(name) && body[name] !== false && !isSimpleCollation(name, body[name]),
  );
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

export function renameCollection({ engine, body, db: given }: Call): Promise<Doc> {
  if (given !== 'admin') throw new CommandError(13, 'renameCollection may only be run against the admin database.');
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
