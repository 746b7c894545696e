import { BSON } from 'bson';
import type { Collection } from '../catalog.ts';
import { decode, decodeFields } from '../../documents/decode.ts';
import { equal } from '../../documents/compare.ts';
import type { Batch, Item } from '../cursors.ts';
import { CommandError, badValue } from '../../documents/errors.ts';
import { component } from '../../documents/keys.ts';
import { variablesOf } from '../../documents/expression.ts';
import { compile } from '../../documents/match.ts';
import { type Seen, valuesAt } from '../../documents/path.ts';
import { isHinted } from '../../indexes/planner.ts';
import { compileProjection } from '../../documents/project.ts';
import { countSelected, type Selection, select } from '../scan.ts';
import { sortFields } from '../../documents/sort.ts';
import { type Doc, isDoc } from '../../documents/values.ts';
import { type Call, collatorOf, countField, docField, hintField, namespaceOf, numberField } from './context.ts';

const unsupported = ['tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId'] as const;

/** What find, count and their like ask for, checked. */
export function selectionOf(call: Call, names: { filter: string; sort?: string }): Selection {
  const { body, watch } = call;
  const selection: Selection = {
    filter: docField(body, names.filter) ?? {},
    sort: names.sort === undefined ? undefined : sortOf(body, names.sort),
    hint: hintField(body),
    collator: collatorOf(body),
    variables: variablesOf(docField(body, 'let')),
    skip: countField(body, 'skip'),
    limit: Math.abs(numberField(body, 'limit') ?? 0),
    watch,
  };
  return { ...selection, test: compile(selection.filter, selection) };
}

export function sortOf(body: Doc, field: string): Doc | undefined {
  const sort = docField(body, field);
  if (!sort || Object.keys(sort).length === 0) return undefined;
  if (sort.$natural === undefined) sortFields(sort);
  return sort;
}

/** @throws CommandError BadValue where the hint names no index */
export function checkHint(collection: Collection, { hint }: Pick<Selection, 'hint'>): void {
  if (hint === undefined || (typeof hint === 'object' && hint.$natural !== undefined)) return;
  if (!collection.indexes.some((index) => isHinted(index, { hint }))) {
    throw badValue(
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
}

export function find(call: Call): Batch {
  const { body, engine, cursors } = call;
  for (const option of unsupported)
    if (body[option] === true || isDoc(body[option]))
      throw new CommandError(115, `The embedded store does not support ${option}`);
  const namespace = namespaceOf(call);
  const selection = selectionOf(call, { filter: 'filter', sort: 'sort' });
  const limit = numberField(body, 'limit') ?? 0;
  if (limit < 0 && body.singleBatch === undefined)
    throw new CommandError(51024, `BSON field 'limit' value must be >= 0, actual value '${limit}'`);
  const items = shown(call, engine.catalog.find(namespace), selection);
  return cursors.start(namespace, items, {
    batchSize: countField(body, 'batchSize'),
    limit: selection.limit ?? 0,
    single: body.singleBatch === true,
  });
}

function shown({ engine, body }: Call, collection: Collection | undefined, selection: Selection): Iterable<Item> {
  const project = compileProjection(docField(body, 'projection'), selection.variables);
  if (!collection) return [];
  checkHint(collection, selection);
  engine.kv.fresh();
  const selected = select(engine.kv, collection, selection);
  if (!project) return map(selected, ({ bytes }) => bytes);
  const positional = Object.keys(body.projection as Doc).some((path) => path.endsWith('.$'));
  const test = positional ? selection.test : undefined;
  return map(selected, ({ bytes }) => {
    const whole = decode(bytes);
    const seen: Seen = {};
    test?.(whole, seen);
    return project(whole, seen.position);
  });
}

export function* map<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B> {
  for (const item of items) yield change(item);
}

export function count(call: Call): Doc {
  const { engine } = call;
  const selection = selectionOf(call, { filter: 'query' });
  const collection = engine.catalog.find(namespaceOf(call));
  if (!collection) return { n: 0 };
  checkHint(collection, selection);
  engine.kv.fresh();
  return { n: countSelected(engine.kv, collection, selection) };
}

export function distinct(call: Call): Doc {
  const { engine, body } = call;
  const key = body.key;
  if (typeof key !== 'string' || key === '')
    throw new CommandError(14, "BSON field 'distinct.key' is the wrong type, expected type 'string'");
  const selection = selectionOf(call, { filter: 'query' });
  const collection = engine.catalog.find(namespaceOf(call));
  if (!collection) return { values: [] };
  checkHint(collection, selection);
  engine.kv.fresh();
  const distinctValues = new Map<string, unknown>();
  const parts = key.split('.');
  const root = new Set(parts.slice(0, 1));
  for (const { bytes } of select(engine.kv, collection, selection)) {
    const found = valuesAt(decodeFields(bytes, root), parts);
    for (const value of found.flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : [one]))) {
      const name = component(value, false).bytes.toString('latin1');
      if (value !== undefined && !distinctValues.has(name)) distinctValues.set(name, value);
    }
  }
  const values = [...distinctValues.values()];
  const { collator } = selection;
  return {
    values: collator
      ? values.filter((value, i) => values.findIndex((other) => equal(value, other, collator)) === i)
      : values,
  };
}

export function getMore(call: Call): Batch {
  const { body, cursors, db, engine } = call;
  const id = body.getMore;
  if (!(id instanceof BSON.Long))
    throw new CommandError(14, "BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
  engine.kv.fresh();
  return cursors.more(id.toBigInt(), `${db}.${String(body.collection)}`, positive(countField(body, 'batchSize')));
}

/** Zero asks for as much as fits, like none. */
function positive(size: number | undefined): number | undefined {
  return size === 0 ? undefined : size;
}

export function killCursors({ body, cursors }: Call): Doc {
  const ids = body.cursors;
  if (!isListOfLongs(ids))
    throw new CommandError(14, "BSON field 'killCursors.cursors' is the wrong type, expected an array of type 'long'");
  const killed = ids.map((id) => ({ id, was: cursors.close(id.toBigInt()) }));
  return {
    cursorsKilled: killed.filter(({ was }) => was).map(({ id }) => id),
    cursorsNotFound: killed.filter(({ was }) => !was).map(({ id }) => id),
    cursorsAlive: [],
    cursorsUnknown: [],
  };
}

function isListOfLongs(ids: unknown): ids is BSON.Long[] {
  return Array.isArray(ids) && ids.every((id) => id instanceof BSON.Long);
}
