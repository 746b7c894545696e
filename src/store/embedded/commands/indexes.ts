import { badValue, CommandError } from '../../documents/errors.ts';
import { type Doc, isDoc } from '../../documents/values.ts';
import { toIndex } from '../../indexes/index-entries.ts';
import { sameKey } from '../../indexes/planner.ts';
import { checkSpec, existing, show } from '../../indexes/specification.ts';
import type { Collection } from '../catalog.ts';
import type { Batch } from '../cursors.ts';
import { scan } from '../scan.ts';
import { type Call, namespaceOf } from './context.ts';
import { cursorOptions } from './schema.ts';

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
    const added = checked.filter((spec) => !existing(collection.indexes, spec));
    for (const spec of added) {
      const index = toIndex(spec, { space: engine.catalog.nextSpace() });
      engine.table.build(
        collection,
        index,
        scan(engine.kv, collection, { kind: 'scan', reverse: false, sorted: true, exact: true }),
      );
      collection.indexes = [...collection.indexes, index];
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
