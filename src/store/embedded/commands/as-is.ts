import { BSON } from 'bson';
import { decodeFields } from '../../documents/decode.ts';
import { Raw } from '../../documents/encode.ts';
import { checkId, withIdBefore, withIdFirst } from '../../documents/ids.ts';
import { upsertBase } from '../../documents/upsert.ts';
import { type Doc, isDoc, own } from '../../documents/values.ts';
import type { Collection } from '../catalog.ts';
import { byId, justId } from '../by-id.ts';
import type { Found } from '../scan.ts';
import type { Call } from './context.ts';
import { searchOf, selected } from './statement.ts';

/** Inserts a document as its bytes came, its id first. @returns false where it has none, or its collection is new */
export function insertAsIs({ engine }: Call, namespace: string, given: Buffer): boolean {
  const collection = engine.catalog.find(namespace);
  const bytes = collection && withIdFirst(given);
  if (!bytes) return false;
  const fields = engine.table.fieldsOf(collection, bytes);
  checkId(fields._id);
  engine.table.insert(collection, { doc: fields, bytes });
  return true;
}

type Done = { readonly n: number; readonly nModified: number; readonly upserted?: Doc };
type Replacement = { readonly spec: Doc; readonly index: number };

/** Replaces one document by the bytes that came, but for its id. @returns undefined where the statement says anything else */
export function replaceAsIs(call: Call, namespace: string, { spec, index }: Replacement): Done | undefined {
  const { table, catalog } = call.engine;
  const collection = catalog.find(namespace);
  const { u } = spec;
  if (!(u instanceof Raw) || !collection || spec.multi === true) return undefined;
  const fields = table.fieldsOf(collection, u.bytes);
  if (Object.hasOwn(fields, '_id')) return undefined;
  const next = (_id: unknown) => ({ doc: { _id, ...fields }, bytes: withIdBefore(_id, u.bytes) });
  const one = foundById(call, collection, spec) ?? found(call, namespace, spec);
  if (one !== 'none') {
    const changed = table.replace(collection, one, next(decodeFields(one.bytes, justId)._id));
    return { n: 1, nModified: changed ? 1 : 0 };
  }
  if (spec.upsert !== true) return { n: 0, nModified: 0 };
  const _id = newId(spec.q as Doc);
  table.insert(collection, next(_id));
  return { n: 1, nModified: 0, upserted: { index, _id } };
}

function found(call: Call, namespace: string, spec: Doc): Found | 'none' {
  return selected(call, namespace, { ...searchOf(call, spec), limit: 1 })[0] ?? 'none';
}

const usual = new Set(['q', 'u', 'upsert', 'multi']);

/**
 * The shortest way, for what is asked most: one document by its id and what else it must be equal to.
 *
 * @returns undefined where the statement says more than that, or equality is more than being the same
 */
function foundById({ engine, body }: Call, collection: Collection, spec: Doc): Found | 'none' | undefined {
  const { q } = spec;
  const id = collection.indexes[0];
  if (!isDoc(q) || typeof q._id !== 'string' || !id || body.let !== undefined) return undefined;
  if (!Object.keys(spec).every((name) => usual.has(name))) return undefined;
  const others = Object.keys(q).filter((name) => name !== '_id');
  if (!others.every((name) => /^[^$.]+$/.test(name) && isScalar(q[name]))) return undefined;
  const one = byId(engine.kv, { space: collection.space, ids: id.space }, q._id);
  if (!one) return 'none';
  const fields = decodeFields(one.bytes, new Set(others));
  return others.every((name) => q[name] === fields[name]) ? one : undefined;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string';
}

/** The id of an upsert: what the filter demands. */
function newId(filter: Doc): unknown {
  const id = own(upsertBase(filter, true), '_id') ?? new BSON.ObjectId();
  checkId(id);
  return id;
}
