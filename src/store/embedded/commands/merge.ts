import { BSON } from 'bson';
import { CommandError, failedToParse } from '../../documents/errors.ts';
import { decode } from '../../documents/decode.ts';
import { variablesOf } from '../../documents/expression.ts';
import { compileUpdate, withId } from '../../documents/update.ts';
import { read } from '../../documents/update-path.ts';
import { type Doc, isDoc } from '../../documents/values.ts';
import type { Collection } from '../catalog.ts';
import { type Found, select } from '../scan.ts';
import { type Call, checkedNamespace } from './context.ts';

function targetOf({ db, engine }: Call, into: unknown): Collection {
  const spec = isDoc(into) ? into : { coll: into };
  if (typeof spec.coll !== 'string') throw failedToParse('$merge and $out need the name of a collection');
  const namespace = checkedNamespace(typeof spec.db === 'string' ? spec.db : db, spec.coll);
  return engine.catalog.find(namespace) ?? engine.catalog.create(namespace);
}

/** `$out`: the collection holds these documents and no others; its indexes stay. */
export function replaceAll(call: Call, docs: readonly Doc[], into: unknown): void {
  const { engine } = call;
  const collection = targetOf(call, into);
  const every = { filter: {}, watch: call.watch };
  for (const one of [...select(engine.kv, collection, every)]) engine.table.remove(collection, one);
  for (const doc of docs) engine.table.insert(collection, { doc: named(doc) });
}

function named(doc: Doc): Doc {
  return withId(doc._id ?? new BSON.ObjectId(), doc);
}

type Merge = {
  readonly on: readonly string[];
  readonly matched: unknown;
  readonly notMatched: unknown;
  readonly variables: Doc | undefined;
};

export function mergeInto(call: Call, docs: readonly Doc[], spec: unknown): void {
  const given = isDoc(spec) ? spec : { into: spec };
  const collection = targetOf(call, given.into);
  const on = given.on ?? '_id';
  const merge: Merge = {
    on: (Array.isArray(on) ? on : [on]) as string[],
    matched: given.whenMatched ?? 'merge',
    notMatched: given.whenNotMatched ?? 'insert',
    variables: given.let as Doc | undefined,
  };
  const unique = collection.indexes.some(
    (index) =>
      index.unique &&
      !index.partial &&
      sameSet(
        index.fields.map(({ path }) => path),
        merge.on,
      ),
  );
  if (!unique) throw new CommandError(51183, 'Cannot find index to verify that join fields will be unique');
  for (const doc of docs) mergeOne(call, collection, { doc: merge.on.includes('_id') ? named(doc) : doc, merge });
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}

function mergeOne(call: Call, collection: Collection, { doc, merge }: { doc: Doc; merge: Merge }): void {
  const { engine } = call;
  const filter = Object.fromEntries(merge.on.map((path) => [path, { $eq: read(doc, path.split('.')) ?? null }]));
  const [one] = select(engine.kv, collection, { filter, limit: 1, watch: call.watch });
  if (one) changeMatched(call, collection, { one, doc, merge });
  else if (merge.notMatched === 'fail')
    throw new CommandError(
      13113,
      '$merge could not find a matching document in the target collection for at least one document in the source collection',
    );
  else if (merge.notMatched !== 'discard') engine.table.insert(collection, { doc: named(doc) });
}

function changeMatched(
  call: Call,
  collection: Collection,
  { one, doc, merge }: { one: Found; doc: Doc; merge: Merge },
): void {
  const old = decode(one.bytes);
  const { matched } = merge;
  if (matched === 'keepExisting') return;
  if (matched === 'fail') call.engine.table.insert(collection, { doc: named(doc) });
  else if (Array.isArray(matched)) {
    const variables = merge.variables ? variablesOf(merge.variables, doc) : { new: doc };
    const update = compileUpdate(matched, [], variables);
    call.engine.table.replace(collection, one, {
      doc: update(old, { position: undefined, inserting: false, now: call.now }),
    });
  } else {
    const next = matched === 'replace' ? doc : { ...old, ...doc };
    call.engine.table.replace(collection, one, { doc: withId(old._id, next) });
  }
}
