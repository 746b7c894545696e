import { BSON } from 'bson';
import { component, inverted } from '../documents/keys.ts';
import { isOperators } from '../documents/match.ts';
import type { SortField } from '../documents/sort.ts';
import { type Doc, isDoc, isNumber, order, orderOf } from '../documents/values.ts';

export type Edge = { readonly value: unknown; readonly inclusive: boolean };
/** What a filter demands of one path, as far as an index can use it. */
export type Demand = { points?: unknown[]; low?: Edge; high?: Edge };
/** `rest`: the filter says more than the demands do, so that documents must be looked at. */
export type Demands = { readonly paths: Map<string, Demand>; rest: boolean; readonly or: Doc[][] };

export function demandsOf(filter: Doc): Demands {
  const demands: Demands = { paths: new Map(), rest: false, or: [] };
  collect(filter, demands);
  return demands;
}

function collect(filter: Doc, demands: Demands): void {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and') (condition as Doc[]).forEach((branch) => collect(branch, demands));
    else if (path === '$or') {
      demands.or.push(condition as Doc[]);
      demands.rest = true;
    } else if (path === '$comment') continue;
    else if (path.startsWith('$')) demands.rest = true;
    else if (isOperators(condition)) {
      for (const [operator, operand] of Object.entries(condition)) demand(demands, path, { operator, operand });
    } else demand(demands, path, { operator: '$eq', operand: condition });
  }
}

/** Values that an index holds as they are; arrays and patterns are not found by their own key. */
function isPoint(value: unknown): boolean {
  return value !== undefined && !Array.isArray(value) && orderOf(value) !== order.regex;
}

function demand(demands: Demands, path: string, { operator, operand }: { operator: string; operand: unknown }): void {
  const found = demands.paths.get(path) ?? {};
  const used = narrow(found, operator, operand);
  if (used) demands.paths.set(path, found);
  if (!used || isInexact(operand)) demands.rest = true;
}

/** Null also stands for missing and is found under one key with it; text may be cut in a key. */
function isInexact(operand: unknown): boolean {
  if (Array.isArray(operand)) return operand.some(isInexact);
  return (
    operand === null ||
    isDoc(operand) ||
    (typeof operand === 'string' && operand.length > 100) ||
    operand instanceof BSON.Decimal128
  );
}

/** @returns false where no index can use the condition */
function narrow(found: Demand, operator: string, operand: unknown): boolean {
  if (operator === '$eq') return narrowTo(found, [operand]);
  if (operator === '$in') return Array.isArray(operand) && narrowTo(found, operand);
  const edge = edges[operator];
  if (!edge || !isRangeable(operand) || found[edge.side] || !sameKind(found, operand)) return false;
  found[edge.side] = { value: operand, inclusive: edge.inclusive };
  return true;
}

function narrowTo(found: Demand, values: unknown[]): boolean {
  if (found.points || !values.every(isPoint)) return false;
  found.points = values;
  return true;
}

const edges: Readonly<Record<string, { side: 'low' | 'high'; inclusive: boolean }>> = {
  $gt: { side: 'low', inclusive: false },
  $gte: { side: 'low', inclusive: true },
  $lt: { side: 'high', inclusive: false },
  $lte: { side: 'high', inclusive: true },
};

const rangeable: readonly number[] = [
  order.number,
  order.string,
  order.objectId,
  order.date,
  order.boolean,
  order.timestamp,
];

function isRangeable(value: unknown): boolean {
  return rangeable.includes(orderOf(value)) && !(isNumber(value) && Number.isNaN(Number(value)));
}

function sameKind(found: Demand, value: unknown): boolean {
  const other = found.low ?? found.high;
  return !other || orderOf(other.value) === orderOf(value);
}

/** A stretch of keys, from low (inclusive) to high (exclusive); `prefix` bytes are the same in all of them. */
export type Interval = { readonly low: Buffer; readonly high: Buffer; readonly prefix: number };

/** Above every key that goes on from here. */
const ceiling = Buffer.alloc(16, 255);

export function whole(prefix: Buffer): Interval {
  return { low: prefix, high: Buffer.concat([prefix, ceiling]), prefix: prefix.length };
}

export function within(prefix: Buffer, field: SortField, { low, high }: Demand): Interval {
  const kind = orderOf((low ?? high)?.value);
  const from = low ? edgeBytes(low, !low.inclusive) : lowest(kind);
  const to = high ? edgeBytes(high, high.inclusive) : { bytes: Buffer.of(kind), after: true };
  const [first, last] = field.descending
    ? [
        { bytes: inverted(to.bytes), after: !to.after },
        { bytes: inverted(from.bytes), after: !from.after },
      ]
    : [from, to];
  return { low: cut(prefix, first), high: cut(prefix, last), prefix: prefix.length };
}

type Cut = { readonly bytes: Buffer; readonly after: boolean };

/** NaN sorts below the other numbers, but answers no range. */
function lowest(kind: number): Cut {
  return kind === order.number
    ? { bytes: component(Number.NaN, false).bytes, after: true }
    : { bytes: Buffer.of(kind), after: false };
}

/** A text cut short is a whole stretch of keys: take it all, the documents decide. */
function edgeBytes({ value }: Edge, after: boolean): Cut {
  const { bytes, cut: isCut } = component(value, false);
  return isCut ? { bytes: bytes.subarray(0, 400), after: true } : { bytes, after };
}

function cut(prefix: Buffer, { bytes, after }: Cut): Buffer {
  return Buffer.concat([prefix, bytes, ...(after ? [ceiling] : [])]);
}
