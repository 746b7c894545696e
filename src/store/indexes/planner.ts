import { BSON } from 'bson';
import { composed } from '../documents/keys.ts';
import { compile } from '../documents/match.ts';
import { type SortField, sortFields } from '../documents/sort.ts';
import { type Doc, isDoc } from '../documents/values.ts';
import { type Demand, type Demands, demandsOf, whole, within } from './bounds.ts';
import type { Index } from './index-entries.ts';
import { orderOfIndex } from './index-order.ts';
import { equalities, type Prefix, usableRange } from './index-prefix.ts';
import type { Plan, Query } from './plan.ts';

type Indexed = { readonly indexes: readonly Index[] };

export function planFor(collection: Indexed, query: Query): Plan {
  const byKey = keyPlan(collection, query);
  if (byKey) return byKey;
  const demands = demandsOf(query.filter);
  const natural = naturalOrder(query);
  if (natural) return { kind: 'scan', reverse: natural < 0, sorted: true, exact: false };
  const sort = query.sort ? sortFields(query.sort) : [];
  const usable = collection.indexes.filter((index) => isHinted(index, query) && holdsAll(index, query.filter, demands));
  const best = usable.map((index) => candidate(index, demands, { sort, query })).sort((a, b) => b.score - a.score)[0];
  if (best && (best.score > 0 || query.hint !== undefined)) return best.plan;
  return (
    unionOf(collection, demands, query) ?? {
      kind: 'scan',
      reverse: false,
      sorted: sort.length === 0,
      exact: Object.keys(query.filter).length === 0,
    }
  );
}

/** The shortest way, for what is asked most: documents by all of a unique key. */
function keyPlan({ indexes }: Indexed, query: Query): Plan | undefined {
  if (query.hint !== undefined || query.collator) return undefined;
  for (const index of indexes) {
    const rows = isWholeKey(index) ? keyRows(index, query) : undefined;
    if (!rows) continue;
    const made = rows.map((row) => composed(index.space, row, { descending: index.descending, record: undefined }));
    const keys = distinct(made.map(({ bytes }) => bytes));
    const exact =
      !index.multikey && Object.keys(query.filter).length === index.fields.length && !made.some(({ cut }) => cut);
    return { kind: 'index', index, intervals: [], reverse: false, sorted: true, merged: false, exact, keys };
  }
  return undefined;
}

/** In the index's order, as if it were read. */
function distinct(keys: Buffer[]): Buffer[] {
  return keys.sort((a, b) => Buffer.compare(a, b)).filter((key, i) => i === 0 || !key.equals(keys[i - 1] ?? key));
}

/** In an array of documents the two fields of a filter may be answered by two elements: no one key says that. */
function isWholeKey({ unique, partial, multikey, fields }: Index): boolean {
  return unique && !partial && !(multikey && fields.length > 1);
}

/** What a filter says that all of an index's fields are: texts and ids only, which no other value equals. */
function keyRows({ fields, multikey }: Index, { filter, sort }: Query): unknown[][] | undefined {
  const [first] = fields;
  const list = fields.length === 1 && first ? listIn(filter[first.path]) : undefined;
  if (list) return sort || multikey || !list.every(isKey) ? undefined : list.map((value) => [value]);
  const row = fields.map(({ path }) => filter[path]);
  return row.every(isKey) ? [row] : undefined;
}

function listIn(condition: unknown): unknown[] | undefined {
  if (!isDoc(condition) || !Array.isArray(condition.$in)) return undefined;
  return Object.keys(condition).length === 1 ? condition.$in : undefined;
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' || value instanceof BSON.ObjectId;
}

function naturalOrder({ sort, hint }: Query): number {
  const natural = sort?.$natural ?? (typeof hint === 'object' ? hint.$natural : undefined);
  return natural === undefined ? 0 : Number(natural);
}

export function isHinted(index: Index, { hint }: Pick<Query, 'hint'>): boolean {
  if (hint === undefined) return true;
  return typeof hint === 'string' ? index.name === hint : sameKey(index.spec.key as Doc, hint);
}

export function sameKey(a: Doc, b: Doc): boolean {
  const shape = (key: Doc): string => JSON.stringify(Object.entries(key).map(([field, way]) => [field, Number(way)]));
  return shape(a) === shape(b);
}

/** Whether every document that answers the filter is in the index. */
function holdsAll(index: Index, filter: Doc, demands: Demands): boolean {
  if (index.partial && !implies(filter, demands, index.partial.filter)) return false;
  return !index.sparse || index.fields.some(({ path }) => demandsValue(demands.paths.get(path)));
}

function demandsValue(demand: Demand | undefined): boolean {
  if (!demand) return false;
  return demand.points ? demand.points.every((point) => point !== null) : true;
}

function implies(filter: Doc, demands: Demands, partial: Doc): boolean {
  return Object.entries(partial).every(([path, condition]) => {
    if (path === '$and') return (condition as Doc[]).every((part) => implies(filter, demands, part));
    if (path.startsWith('$')) return false;
    const demand = demands.paths.get(path);
    const test = compile({ value: condition });
    if (demand?.points) return demand.points.length > 0 && demand.points.every((value) => test({ value }));
    const existing = JSON.stringify(condition) === '{"$exists":true}';
    return (existing && demandsValue(demand)) || JSON.stringify(filter[path]) === JSON.stringify(condition);
  });
}

type Candidate = { readonly score: number; readonly plan: Plan };
type Wanted = { readonly sort: readonly SortField[]; readonly query: Query };

function candidate(index: Index, demands: Demands, { sort, query }: Wanted): Candidate {
  const prefix = equalities(index, demands, query);
  const next = index.fields[prefix.used];
  const range = next && usableRange(index, demands.paths.get(next.path), { used: prefix.used, query });
  const intervals = prefix.bytes.map((bytes) => (next && range ? within(bytes, next, range) : whole(bytes)));
  const order = orderOfIndex(index, sort, prefix);
  const bounded = index.fields.slice(0, prefix.used + (range ? 1 : 0)).map(({ path }) => path);
  const sorted = sort.length === 0 || (order.direction !== 0 && !query.collator);
  const exact = !index.multikey && !query.collator && isWhole(demands, bounded);
  return {
    score: prefix.score + rangeScore(range) + (sort.length > 0 && sorted ? 60 : 0),
    plan: {
      kind: 'index',
      index,
      intervals,
      reverse: order.direction < 0,
      sorted,
      merged: order.merged,
      exact,
      keys: wholeKey(index, prefix),
    },
  };
}

function wholeKey({ unique, fields }: Index, { used, bytes }: Prefix): readonly Buffer[] | undefined {
  return unique && used === fields.length && bytes.length === 1 ? bytes : undefined;
}

function rangeScore(range: Demand | undefined): number {
  if (!range) return 0;
  return range.low && range.high ? 40 : 30;
}

/** Every path demanded is one of the fields that the stretches are cut by, and by all that is demanded of it. */
function isWhole({ paths, rest }: Demands, bounded: readonly string[]): boolean {
  if (rest) return false;
  return [...paths].every(
    ([path, demand]) => bounded.includes(path) && !(demand.points && (demand.low ?? demand.high)),
  );
}

function unionOf(collection: Indexed, demands: Demands, query: Query): Plan | undefined {
  for (const branches of demands.or) {
    const plans = branches.map((filter) => planFor(collection, { filter, collator: query.collator }));
    if (plans.every(({ kind }) => kind !== 'scan')) return { kind: 'or', plans, sorted: false, exact: false };
  }
  return undefined;
}
