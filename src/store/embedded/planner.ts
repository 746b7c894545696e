import { type Demand, type Demands, demandsOf, type Interval, whole, within } from './bounds.ts';
import { spaceStart, type Collection } from './catalog.ts';
import type { Collator } from '../documents/compare.ts';
import type { Index } from './index-entries.ts';
import { component } from './keys.ts';
import { compile } from '../documents/match.ts';
import { type SortField, sortFields } from '../documents/sort.ts';
import { type Doc, order, orderOf } from '../documents/values.ts';

/** How candidates are found: by an index over some stretches of its keys, by several plans together, or all of them. */
export type Plan =
  | {
      readonly kind: 'index';
      readonly index: Index;
      readonly intervals: readonly Interval[];
      readonly reverse: boolean;
      /** The order asked for comes from the index. */
      readonly sorted: boolean;
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

const mostIntervals = 200;

export function planFor(collection: Collection, query: Query): Plan {
  const demands = demandsOf(query.filter);
  const natural = naturalOrder(query);
  if (natural) return { kind: 'scan', reverse: natural < 0, sorted: true, exact: false };
  const sort = query.sort ? sortFields(query.sort) : [];
  const usable = collection.indexes.filter((index) => isHinted(index, query) && holdsAll(index, query.filter, demands));
  const best = usable
    .map((index) => candidate(index, demands, { sort, query }))
    .filter((found) => found !== undefined)
    .sort((a, b) => b.score - a.score)[0];
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

function candidate(index: Index, demands: Demands, { sort, query }: Wanted): Candidate | undefined {
  const { prefixes, used, fixed, score } = equalities(index, demands, query);
  const next = index.fields[used];
  const range = next && usableRange(index, demands.paths.get(next.path), { used, query });
  const intervals = prefixes.map((prefix) => (next && range ? within(prefix, next, range) : whole(prefix)));
  const direction = index.multikey || index.cut || query.collator ? 0 : sortDirection(index.fields, sort, fixed);
  const sorted = sort.length === 0 || direction !== 0;
  const bounded = used + (range ? 1 : 0);
  const exact =
    !demands.rest &&
    !index.multikey &&
    !query.collator &&
    bounded >= demands.paths.size &&
    isWhole(demands, index, bounded);
  return {
    score: score + (range ? (range.low && range.high ? 40 : 30) : 0) + (sort.length > 0 && sorted ? 60 : 0),
    plan: { kind: 'index', index, intervals, reverse: direction < 0, sorted, exact },
  };
}

/** Every path demanded is one of the fields that the stretches are cut by, and by all that is demanded of it. */
function isWhole(demands: Demands, index: Index, bounded: number): boolean {
  const fields = index.fields.slice(0, bounded).map(({ path }) => path);
  return [...demands.paths].every(
    ([path, demand]) => fields.includes(path) && !(demand.points && (demand.low ?? demand.high)),
  );
}

function usableRange(
  index: Index,
  demand: Demand | undefined,
  { used, query }: { used: number; query: Query },
): Demand | undefined {
  if (!demand || demand.points || (index.multikey && !soleUse(index, used))) return undefined;
  if (query.collator && orderOf((demand.low ?? demand.high)?.value) === order.string) return undefined;
  // In an array one element may be above the low edge and another below the high one.
  return index.multikey && demand.low && demand.high ? { low: demand.low } : demand;
}

/** Two fields inside one array may be answered by different elements: only the first may bound a multikey index. */
function soleUse(index: Index, used: number): boolean {
  const root = index.fields[used]?.parts[0];
  return index.fields.slice(0, used).every(({ parts }) => parts[0] !== root);
}

/** The fields with known values at the index's beginning, and the key bytes that each choice of values makes. */
function equalities(index: Index, demands: Demands, query: Query) {
  let prefixes: Buffer[] = [spaceStart(index.space)];
  const fixed = new Set<string>();
  let used = 0;
  let score = 0;
  for (const field of index.fields) {
    const points = demands.paths.get(field.path)?.points;
    if (!points || prefixes.length * points.length > mostIntervals) break;
    if ((index.multikey && !soleUse(index, used)) || (query.collator && points.some(holdsText))) break;
    const parts = new Map(
      points.map((point) => component(point, field.descending).bytes).map((bytes) => [bytes.toString('latin1'), bytes]),
    );
    prefixes = prefixes.flatMap((prefix) => [...parts.values()].map((part) => Buffer.concat([prefix, part])));
    if (points.length === 1) fixed.add(field.path);
    used += 1;
    score += points.length === 1 ? 100 : 90;
  }
  if (used === index.fields.length && index.unique) score += 1000;
  return { prefixes, used, fixed, score };
}

function holdsText(value: unknown): boolean {
  return orderOf(value) === order.string || orderOf(value) === order.object;
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

function unionOf(collection: Collection, demands: Demands, query: Query): Plan | undefined {
  for (const branches of demands.or) {
    const plans = branches.map((filter) => planFor(collection, { filter, collator: query.collator }));
    if (plans.every(({ kind }) => kind !== 'scan')) return { kind: 'or', plans, sorted: false, exact: false };
  }
  return undefined;
}
