import { BSON } from 'bson';
import { type Demand, type Demands, demandsOf, type Interval, whole, within } from './bounds.ts';
import type { Collator } from '../documents/compare.ts';
import { type Index, spaceStart } from './index-entries.ts';
import { component, composed } from '../documents/keys.ts';
import { compile } from '../documents/match.ts';
import { type SortField, sortFields } from '../documents/sort.ts';
import { type Doc, isDoc, order, orderOf } from '../documents/values.ts';

/** How candidates are found: by an index over some stretches of its keys, by several plans together, or all of them. */
export type Plan =
  | {
      readonly kind: 'index';
      readonly index: Index;
      readonly intervals: readonly Interval[];
      readonly reverse: boolean;
      /** The order asked for comes from the index; `merged`: by reading its stretches side by side. */
      readonly sorted: boolean;
      readonly merged: boolean;
      /** All of a unique index's key is known, or several to choose from: each has one entry, or none. */
      readonly keys?: readonly Buffer[] | undefined;
      /** Each candidate answers the filter: nobody need look. */
      readonly exact: boolean;
    }
  | { readonly kind: 'or'; readonly plans: readonly Plan[]; readonly sorted: false; readonly exact: false }
  | { readonly kind: 'scan'; readonly reverse: boolean; readonly sorted: boolean; readonly exact: boolean };

export type Query = {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly hint?: string | Doc | undefined;
  readonly collator?: Collator | undefined;
};

type Indexed = { readonly indexes: readonly Index[] };

const mostIntervals = 200;

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

type Use = { readonly used: number; readonly query: Query };

function usableRange(index: Index, demand: Demand | undefined, { used, query }: Use): Demand | undefined {
  if (!demand || !isRange(demand, query)) return undefined;
  return index.multikey ? ofArray(demand, soleUse(index, used)) : demand;
}

function isRange({ points, low, high }: Demand, { collator }: Query): boolean {
  const edge = low ?? high;
  return !points && edge !== undefined && !(collator && orderOf(edge.value) === order.string);
}

/** In an array one element may be above the low edge and another below the high one: only one edge holds. */
function ofArray(demand: Demand, sole: boolean): Demand | undefined {
  if (!sole) return undefined;
  return demand.low && demand.high ? { low: demand.low } : demand;
}

/** Two fields inside one array may be answered by different elements: only the first may bound a multikey index. */
function soleUse(index: Index, used: number): boolean {
  const root = index.fields[used]?.parts[0];
  return index.fields.slice(0, used).every(({ parts }) => parts[0] !== root);
}

/** The fields with known values at an index's beginning: `bytes` has the key of each choice among the values. */
type Prefix = {
  bytes: Buffer[];
  used: number;
  score: number;
  /** Fields with one value, and those with several to choose from. */
  readonly single: Set<string>;
  readonly several: Set<string>;
};

function equalities(index: Index, demands: Demands, query: Query): Prefix {
  const prefix: Prefix = { bytes: [spaceStart(index.space)], used: 0, score: 0, single: new Set(), several: new Set() };
  for (const field of index.fields) {
    const points = demands.paths.get(field.path)?.points;
    if (
      !points ||
      prefix.bytes.length * points.length > mostIntervals ||
      !isUsable(index, points, { used: prefix.used, query })
    )
      break;
    const parts = new Map(
      points.map((point) => component(point, field.descending).bytes).map((part) => [part.toString('latin1'), part]),
    );
    prefix.bytes = prefix.bytes.flatMap((before) => [...parts.values()].map((part) => Buffer.concat([before, part])));
    (points.length === 1 ? prefix.single : prefix.several).add(field.path);
    prefix.used += 1;
    prefix.score += points.length === 1 ? 100 : 90;
  }
  if (prefix.used === index.fields.length && index.unique) prefix.score += 1000;
  return prefix;
}

function isUsable(index: Index, points: readonly unknown[], { used, query }: Use): boolean {
  return !(index.multikey && !soleUse(index, used)) && !(query.collator && points.some(holdsText));
}

function holdsText(value: unknown): boolean {
  return orderOf(value) === order.string || orderOf(value) === order.object;
}

type IndexOrder = { readonly direction: number; readonly merged: boolean };
const unordered: IndexOrder = { direction: 0, merged: false };
const mostMerged = 50;

/** How an index gives the order asked for: in one reading, or by merging the stretches of several values. */
function orderOfIndex({ fields, multikey, cut }: Index, sort: readonly SortField[], prefix: Prefix): IndexOrder {
  if (multikey || cut) return unordered;
  const direction = sortDirection(fields, sort, prefix.single);
  if (direction !== 0 || prefix.several.size === 0 || prefix.bytes.length > mostMerged)
    return { direction, merged: false };
  if (sort.some(({ path }) => prefix.several.has(path))) return unordered;
  return { direction: sortDirection(fields, sort, new Set([...prefix.single, ...prefix.several])), merged: true };
}

/** 1 or -1 where reading the index forwards or backwards gives the order asked for, else 0. */
function sortDirection(fields: readonly SortField[], sort: readonly SortField[], fixed: ReadonlySet<string>): number {
  const wanted = sort.filter(({ path }) => !fixed.has(path));
  const given = fields.filter(({ path }) => !fixed.has(path));
  if (sort.length > 0 && wanted.length === 0) return 1;
  let direction = 0;
  for (const [i, { path, descending }] of wanted.entries()) {
    const field = given[i];
    if (field?.path !== path) return 0;
    const way = field.descending === descending ? 1 : -1;
    if (direction !== 0 && way !== direction) return 0;
    direction = way;
  }
  return direction;
}

function unionOf(collection: Indexed, demands: Demands, query: Query): Plan | undefined {
  for (const branches of demands.or) {
    const plans = branches.map((filter) => planFor(collection, { filter, collator: query.collator }));
    if (plans.every(({ kind }) => kind !== 'scan')) return { kind: 'or', plans, sorted: false, exact: false };
  }
  return undefined;
}
