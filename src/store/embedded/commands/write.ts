import { BSON } from 'bson';
import type { Collection } from '../catalog.ts';
import { decode } from '../../documents/decode.ts';
import { Raw } from '../../documents/encode.ts';
import { CommandError, failedToParse } from '../../documents/errors.ts';
import { variablesOf } from '../../documents/expression.ts';
import { checkId } from '../../documents/ids.ts';
import type { Seen } from '../../documents/path.ts';
import { withId } from '../../documents/update.ts';
import { upsertBase } from '../../documents/upsert.ts';
import { type Doc, isNumber, toNumber } from '../../documents/values.ts';
import type { Found, Selection } from '../scan.ts';
import { insertAsIs, replaceAsIs } from './as-is.ts';
import { type Call, collatorOf, docField, hintField, namespaceOf } from './context.ts';
import { selected, type Statement, statementOf } from './statement.ts';

const mostStatements = 100_000;

/** The statements of a write command, each on its own: an ordered list stops at the first that fails. */
async function each(call: Call, field: string, run: (statement: Doc | Raw, index: number) => Done): Promise<Doc> {
  const statements = call.body[field];
  if (!Array.isArray(statements) || statements.length === 0 || statements.length > mostStatements) {
    throw new CommandError(
      16,
      `Write batch sizes must be between 1 and ${mostStatements}. Got ${Array.isArray(statements) ? statements.length : 0} operations.`,
    );
  }
  const ordered = call.body.ordered !== false;
  return call.engine.write(() => {
    const totals = { n: 0 };
    const writeErrors: Doc[] = [];
    for (const [index, statement] of (statements as (Doc | Raw)[]).entries()) {
      try {
        add(totals, run(statement, index));
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        writeErrors.push({ index, code: error.code, ...error.details, errmsg: error.message });
        if (ordered) break;
      }
    }
    return writeErrors.length > 0 ? { ...totals, writeErrors } : totals;
  });
}

/** What one statement did. */
type Done = { readonly n: number; readonly nModified?: number; readonly upserted?: Doc };
type Totals = { n: number; nModified?: number; upserted?: Doc[] };

function add(totals: Totals, { n, nModified, upserted }: Done): void {
  totals.n += n;
  if (nModified !== undefined) totals.nModified = (totals.nModified ?? 0) + nModified;
  if (upserted) (totals.upserted ??= []).push(upserted);
}

/** A collection comes into being with its first document. */
function collectionFor(call: Call, namespace: string): Collection {
  return call.engine.catalog.find(namespace) ?? call.engine.catalog.create(namespace);
}

export function insert(call: Call): Promise<Doc> {
  const namespace = namespaceOf(call);
  return each(call, 'documents', (given) => {
    if (!(given instanceof Raw)) insertOne(call, namespace, given);
    else if (!insertAsIs(call, namespace, given.bytes)) insertOne(call, namespace, decode(given.bytes));
    return { n: 1 };
  });
}

export function insertOne(call: Call, namespace: string, doc: Doc): Doc {
  const id = Object.hasOwn(doc, '_id') ? (doc._id ?? null) : new BSON.ObjectId();
  checkId(id);
  const whole = withId(id, doc);
  call.engine.table.insert(collectionFor(call, namespace), { doc: whole });
  return whole;
}

export function update(call: Call): Promise<Doc> {
  const namespace = namespaceOf(call);
  return each(call, 'updates', (given, index) => {
    const spec = given as Doc;
    const replaced = replaceAsIs(call, namespace, { spec, index });
    if (replaced) return replaced;
    const statement = statementOf(call, spec);
    const found = selected(call, namespace, { ...statement.selection, limit: statement.multi ? 0 : 1 });
    if (found.length === 0 && statement.upsert) {
      const doc = upsertDoc(call, statement);
      insertOne(call, namespace, doc);
      return { n: 1, nModified: 0, upserted: { index, _id: doc._id } };
    }
    const collection = call.engine.catalog.find(namespace);
    const changed = found.filter((one) => collection && change(call, collection, { one, statement }));
    return { n: found.length, nModified: changed.length };
  });
}

type ChangeOf = { readonly one: Found; readonly statement: Statement };

/** Changes a document. @returns its new bytes, or undefined where it stays as it was */
export function change(call: Call, collection: Collection, { one, statement }: ChangeOf): Buffer | undefined {
  const { record, bytes } = one;
  const doc = decode(bytes);
  const seen: Seen = {};
  if (statement.positional) statement.selection.test?.(doc, seen);
  const next = statement.update(doc, { position: seen.position, inserting: false, now: call.now });
  return call.engine.table.replace(collection, { record, bytes }, { doc: next });
}

/** The document of an upsert: what the filter demands to be equal, changed by the update. */
export function upsertDoc(call: Call, { selection, replaces, update: apply }: Statement): Doc {
  const doc = apply(upsertBase(selection.filter, replaces), { position: undefined, inserting: true, now: call.now });
  return withId(Object.hasOwn(doc, '_id') ? doc._id : new BSON.ObjectId(), doc);
}

export function remove(call: Call): Promise<Doc> {
  const namespace = namespaceOf(call);
  return each(call, 'deletes', (given) => {
    const spec = given as Doc;
    const limit = limitOf(spec);
    const selection: Selection = {
      filter: docField(spec, 'q') ?? {},
      hint: hintField(spec),
      collator: collatorOf(spec),
      variables: variablesOf(docField(call.body, 'let')),
      limit,
      watch: call.watch,
    };
    const found = selected(call, namespace, selection);
    const collection = call.engine.catalog.find(namespace);
    if (collection) for (const one of found) call.engine.table.remove(collection, one);
    return { n: found.length };
  });
}

function limitOf({ limit }: Doc): number {
  if (!isNumber(limit) || ![0, 1].includes(toNumber(limit)))
    throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${String(limit)}`);
  return toNumber(limit);
}
