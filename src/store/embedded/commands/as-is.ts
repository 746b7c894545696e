import { BSON } from 'bson';
import { decodeFields } from '../../documents/decode.ts';
import { Raw } from '../../documents/encode.ts';
import { checkId, withIdBefore, withIdFirst } from '../../documents/ids.ts';
import { upsertBase } from '../../documents/upsert.ts';
import { type Doc, own } from '../../documents/values.ts';
import type { Collection } from '../catalog.ts';
import type { Call } from './context.ts';
import { searchOf, selected } from './statement.ts';

const justId = new Set(['_id']);

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
  const selection = searchOf(call, spec);
  const [one] = selected(call, namespace, { ...selection, limit: 1 });
  if (one) {
    const { _id } = decodeFields(one.bytes, justId);
    const next = table.replace(collection, one, { doc: { _id, ...fields }, bytes: withIdBefore(_id, u.bytes) });
    return { n: 1, nModified: next ? 1 : 0 };
  }
  if (spec.upsert !== true) return { n: 0, nModified: 0 };
  const _id = own(upsertBase(selection.filter, true), '_id') ?? new BSON.ObjectId();
  insertUnder(call, collection, { _id, fields, bytes: u.bytes });
  return { n: 1, nModified: 0, upserted: { index, _id } };
}

type Given = { readonly _id: unknown; readonly fields: Doc; readonly bytes: Buffer };

function insertUnder({ engine }: Call, collection: Collection, { _id, fields, bytes }: Given): void {
  checkId(_id);
  engine.table.insert(collection, { doc: { _id, ...fields }, bytes: withIdBefore(_id, bytes) });
}
