import { BSON } from 'bson';
import type { Collection } from '../catalog.ts';
import { decode } from '../../documents/decode.ts';
import { CommandError, failedToParse } from '../../documents/errors.ts';
import { variablesOf } from '../../documents/expression.ts';
import { compile } from '../../documents/match.ts';
import type { Seen } from '../../documents/path.ts';
import { select, type Selected, type Selection } from '../scan.ts';
import { compileUpdate, type Update, withId } from '../../documents/update.ts';
import { upsertBase } from '../../documents/upsert.ts';
import { type Doc, isDoc, isNumber, toNumber } from '../../documents/values.ts';
import { type Call, collatorOf, docField, hintField, namespaceOf } from './context.ts';
import { checkHint } from './read.ts';

const mostStatements = 100_000;

/** The statements of a write command, each on its own: an ordered list stops at the first that fails. */
async function each(call: Call, field: string, run: (statement: Doc, index: number) => Done): Promise<Doc> {
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
    for (const [index, statement] of (statements as Doc[]).entries()) {
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
  return each(call, 'documents', (doc) => {
    insertOne(call, namespace, doc);
    return { n: 1 };
  });
}

export function insertOne(call: Call, namespace: string, doc: Doc): Doc {
  const id = Object.hasOwn(doc, '_id') ? (doc._id ?? null) : new BSON.ObjectId();
  checkId(id);
  const whole = withId(id, doc);
  call.engine.table.insert(collectionFor(call, namespace), whole);
  return whole;
}

function checkId(id: unknown): void {
  if (Array.isArray(id)) throw new CommandError(53, "The '_id' value cannot be of type array");
  if (id instanceof BSON.BSONRegExp) throw new CommandError(53, "The '_id' value cannot be of type regex");
  const bad = isDoc(id) ? Object.keys(id).find((field) => field.startsWith('$')) : undefined;
  if (bad !== undefined && !['$ref', '$id', '$db'].includes(bad)) {
    throw new CommandError(52, `_id fields may not contain '$'-prefixed fields: ${bad} is not valid for storage.`);
  }
}

type Statement = {
  readonly selection: Selection;
  /** Whether `$` stands for the array's element that the filter met. */
  readonly positional: boolean;
  readonly update: Update;
  /** Whether the update is the new document. */
  readonly replaces: boolean;
  readonly upsert: boolean;
  readonly multi: boolean;
};

export function statementOf(call: Call, spec: Doc): Statement {
  const filter = docField(spec, 'q') ?? {};
  const variables = { ...variablesOf(docField(call.body, 'let')), ...variablesOf(docField(spec, 'c')) };
  const multi = spec.multi === true;
  const u = spec.u;
  const replaces = isDoc(u) && !isUpdateOperators(u);
  if (multi && replaces) throw failedToParse('multi update is not supported for replacement-style update');
  const selection = { filter, hint: hintField(spec), collator: collatorOf(spec), variables, watch: call.watch };
  return {
    selection: { ...selection, test: compile(filter, selection) },
    positional: isDoc(u) && usesPosition(u),
    update: compileUpdate(u, (spec.arrayFilters as Doc[] | undefined) ?? [], variables),
    replaces,
    upsert: spec.upsert === true,
    multi,
  };
}

function usesPosition(update: Doc): boolean {
  return Object.values(update).some(
    (fields) => isDoc(fields) && Object.keys(fields).some((path) => path.includes('.$') && /\.\$(\.|$)/.test(path)),
  );
}

function isUpdateOperators(update: Doc): boolean {
  return Object.keys(update)[0]?.startsWith('$') === true;
}

export function update(call: Call): Promise<Doc> {
  const namespace = namespaceOf(call);
  return each(call, 'updates', (spec, index) => {
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

export function selected({ engine }: Call, namespace: string, given: Selection): Selected[] {
  const selection = given.test ? given : { ...given, test: compile(given.filter, given) };
  const collection = engine.catalog.find(namespace);
  if (!collection) return [];
  checkHint(collection, selection);
  return [...select(engine.kv, collection, selection)];
}

type ChangeOf = { readonly one: Selected; readonly statement: Statement };

/** Changes a document. @returns its new bytes, or undefined where it stays as it was */
export function change(call: Call, collection: Collection, { one, statement }: ChangeOf): Buffer | undefined {
  const { record, bytes } = one;
  const doc = one.doc ?? decode(bytes);
  const seen: Seen = {};
  if (statement.positional) statement.selection.test?.(doc, seen);
  const next = statement.update(doc, { position: seen.position, inserting: false, now: call.now });
  return call.engine.table.replace(collection, { record, bytes }, next);
}

/** The document of an upsert: what the filter demands to be equal, changed by the update. */
export function upsertDoc(call: Call, { selection, replaces, update: apply }: Statement): Doc {
  const doc = apply(upsertBase(selection.filter, replaces), { position: undefined, inserting: true, now: call.now });
  return withId(Object.hasOwn(doc, '_id') ? doc._id : new BSON.ObjectId(), doc);
}

export function remove(call: Call): Promise<Doc> {
  const namespace = namespaceOf(call);
  return each(call, 'deletes', (spec) => {
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
