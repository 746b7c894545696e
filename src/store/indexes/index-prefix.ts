import { component } from '../documents/keys.ts';
import { order, orderOf } from '../documents/values.ts';
import type { Demand, Demands } from './bounds.ts';
import { type Index, spaceStart } from './index-entries.ts';
import type { Query } from './plan.ts';

const mostIntervals = 200;

type Use = { readonly used: number; readonly query: Query };

/** What is demanded of an index's next field, as far as the index can be read by it. */
export function usableRange(index: Index, demand: Demand | undefined, { used, query }: Use): Demand | undefined {
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
export type Prefix = {
  bytes: Buffer[];
  used: number;
  score: number;
  /** Fields with one value, and those with several to choose from. */
  readonly single: Set<string>;
  readonly several: Set<string>;
};

export function equalities(index: Index, demands: Demands, query: Query): Prefix {
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
