import type { Interval } from '../indexes/bounds.ts';
import { rootsOf, spaceStart } from '../indexes/index-entries.ts';
import { type Collection, recordKey } from './catalog.ts';
import { decodeFields } from '../documents/decode.ts';
import type { Entry, KeyValue, Lookups } from './key-value.ts';
import { compile, type Predicate } from '../documents/match.ts';
import { type MatchContext } from '../documents/match.ts';
import type { Plan, Query } from '../indexes/plan.ts';
import { planFor } from '../indexes/planner.ts';
import { comparator } from '../documents/sort.ts';
import type { Doc } from '../documents/values.ts';
import { CommandError } from '../documents/errors.ts';

/** A stored document: its record number and its bytes. */
export type Found = { readonly record: number; readonly bytes: Buffer };

const firstChunk = 32;
const largestChunk = 512;

/**
 * Documents by a plan, some at a time: between two of them the store may change, as between MongoDB's batches.
 */
export function scan(kv: KeyValue, collection: Collection, plan: Plan): Generator<Found> {
  return found(kv, collection, { plan, first: firstChunk });
}

/** `first`: how many entries are read to begin with; more each time after that. */
type Reading<P extends Plan = Plan> = { readonly plan: P; readonly first: number };

function* found(kv: KeyValue, collection: Collection, { plan, first }: Reading): Generator<Found> {
  if (plan.kind === 'scan') yield* scanAll(kv, collection, plan.reverse);
  else if (plan.kind === 'index' && plan.keys) for (const key of plan.keys) yield* atKey(kv, collection, key);
  else yield* scanIndex(kv, collection, { plan, first });
}

/** A whole key of a unique index: one document, or none. */
export function atKey(kv: Lookups, { space }: Pick<Collection, 'space'>, key: Buffer): Found[] {
  const record = kv.holder(key);
  const bytes = record === undefined ? undefined : kv.get(recordKey(space, record));
  return record !== undefined && bytes ? [{ record, bytes }] : [];
}

type IndexPlan = Reading<Exclude<Plan, { kind: 'scan' }>>;

function* scanIndex(kv: KeyValue, collection: Collection, { plan, first }: IndexPlan): Generator<Found> {
  const once = plan.kind === 'index' && !plan.index.multikey && plan.intervals.length === 1;
  const seen = once ? undefined : new Set<number>();
  for (const record of recordsOf(kv, plan, first)) {
    if (seen?.has(record) === true) continue;
    seen?.add(record);
    const bytes = kv.get(recordKey(collection.space, record));
    if (bytes) yield { record, bytes };
  }
}

function* scanAll(kv: KeyValue, { space }: Collection, reverse: boolean): Generator<Found> {
  const all = { low: spaceStart(space), high: spaceStart(space + 1), prefix: 4 };
  for (const { key, value } of entries(kv, all, { reverse, first: firstChunk }))
    yield { record: key.readUIntBE(4, 6), bytes: value };
}

/** The records that a plan's index entries lead to, one for each entry; none for a scan. */
export function* recordsOf(kv: KeyValue, plan: Plan, first = firstChunk): Generator<number> {
  if (plan.kind === 'or') for (const part of plan.plans) yield* recordsOf(kv, part, first);
  if (plan.kind !== 'index') return;
  if (plan.keys) {
    yield* plan.keys.map((key) => kv.holder(key)).filter((record) => record !== undefined);
    return;
  }
  const { reverse } = plan;
  const how = { reverse, first, keysOnly: !plan.index.unique };
  const stretches = plan.merged
    ? [
        merge(
          plan.intervals.map((interval) => ({ interval, entries: entries(kv, interval, how) })),
          reverse,
        ),
      ]
    : [...plan.intervals]
        .sort((a, b) => way(reverse) * Buffer.compare(a.low, b.low))
        .map((interval) => entries(kv, interval, how));
  for (const stretch of stretches) {
    for (const { key, value } of stretch) {
      yield plan.index.unique ? value.readUIntBE(0, 6) : key.readUIntBE(key.length - 6, 6);
    }
  }
}

function way(reverse: boolean): 1 | -1 {
  return reverse ? -1 : 1;
}

/** Several stretches read side by side: always the entry whose key, after the stretch's own beginning, comes first. */
function* merge(
  parts: readonly { interval: Interval; entries: Iterator<Entry> }[],
  reverse: boolean,
): Generator<Entry> {
  const heads = parts.map(({ interval, entries: from }) => ({ from, prefix: interval.prefix, head: from.next() }));
  for (;;) {
    let best: (typeof heads)[number] | undefined;
    for (const one of heads) {
      if (one.head.done !== true && (!best || way(reverse) * compareAfterPrefix(one, best) < 0)) best = one;
    }
    if (!best || best.head.done === true) return;
    yield best.head.value;
    best.head = best.from.next();
  }
}

type Head = { readonly prefix: number; readonly head: IteratorResult<Entry> };

function compareAfterPrefix(a: Head, b: Head): number {
  if (a.head.done === true || b.head.done === true) return 0;
  return Buffer.compare(a.head.value.key.subarray(a.prefix), b.head.value.key.subarray(b.prefix));
}

type How = { readonly reverse: boolean; readonly first: number; readonly keysOnly?: boolean };

/** Entries in chunks that grow, each read anew after the last key of the one before. */
function* entries(kv: KeyValue, interval: Interval, { reverse, first, keysOnly }: How): Generator<Entry> {
  let { low, high } = interval;
  for (let limit = first; ; limit = Math.min(limit * 2, largestChunk)) {
    const chunk = kv.range({ low, high, reverse, limit, keysOnly });
    yield* chunk;
    const last = chunk.at(-1);
    if (!last || chunk.length < limit) return;
    if (reverse) high = before(last.key);
    else low = Buffer.concat([last.key, Buffer.of(0)]);
  }
}

/** The greatest key below this one that could stand in the store: keys are far shorter than what is appended. */
function before(key: Buffer): Buffer {
  const last = key.at(-1) ?? 0;
  if (last === 0) return key.subarray(0, -1);
  const lower = Buffer.concat([key, Buffer.alloc(16, 255)]);
  lower[key.length - 1] = last - 1;
  return lower;
}

/** How long a command may look, and by what it may be stopped. */
export type Watch = { check(): void };

export type Selection = Query &
  MatchContext & {
    readonly skip?: number | undefined;
    readonly limit?: number | undefined;
    readonly watch?: Watch | undefined;
    /** The filter, where it is compiled already. */
    readonly test?: Predicate | undefined;
  };

/** Documents that answer a query, in its order. */
export function select(kv: KeyValue, collection: Collection, selection: Selection): Iterable<Found> {
  const plan = planFor(collection, selection);
  const test = plan.exact ? undefined : answers(selection);
  if (plan.kind === 'index' && plan.keys?.length === 1 && plan.keys[0] && !selection.skip)
    return atKey(kv, collection, plan.keys[0]).filter(({ bytes }) => !test || test(bytes));
  return selectBy(kv, collection, { plan, test, selection });
}

/** Whether a stored document answers a filter: only the fields that the filter looks at are decoded. */
function answers(selection: Selection): (bytes: Buffer) => boolean {
  const test = selection.test ?? compile(selection.filter, selection);
  const roots = rootsOf(Object.keys(selection.filter));
  return (bytes) => test(decodeFields(bytes, roots));
}

type By = {
  readonly plan: Plan;
  readonly test: ((bytes: Buffer) => boolean) | undefined;
  readonly selection: Selection;
};

function* selectBy(kv: KeyValue, collection: Collection, { plan, test, selection }: By): Generator<Found> {
  const all = found(kv, collection, { plan, first: chunkFor(plan, selection) });
  const matching = matches(all, test, selection.watch);
  const ordered = plan.sorted || !selection.sort ? matching : sorted(matching, selection, selection.sort);
  yield* page(ordered, selection.skip ?? 0, selection.limit ?? 0);
}

/** Where only a few are asked for, not many are read: a claim takes the first entry of its queue and no other. */
function chunkFor(plan: Plan, { skip = 0, limit = 0, sort }: Selection): number {
  if (limit === 0 || (sort && !plan.sorted)) return firstChunk;
  return Math.min(firstChunk, skip + limit + (plan.exact ? 0 : 3));
}

/** How many documents answer; where the index alone can say, none of them is read. */
export function countSelected(kv: KeyValue, collection: Collection, selection: Selection): number {
  const plan = planFor(collection, selection);
  if (plan.exact && !selection.skip && !selection.limit) {
    if (plan.kind === 'scan') return collection.count;
    if (plan.keys) return [...recordsOf(kv, plan)].length;
    return plan.intervals.reduce((sum, { low, high }) => sum + kv.count(low, high), 0);
  }
  let n = 0;
  for (const _ of select(kv, collection, selection)) n += 1;
  return n;
}

function* matches(all: Iterable<Found>, test: By['test'], watch: Watch | undefined): Generator<Found> {
  for (const one of all) {
    watch?.check();
    if (!test || test(one.bytes)) yield one;
  }
}

type Placed = Found & { readonly doc: Doc };

const mostSortBytes = 100 * 1024 * 1024;

/** Keeps no more than the page needs; MongoDB's bound of 100 MiB holds here too. */
function sorted(found: Iterable<Found>, { collator, limit = 0, skip = 0 }: Selection, sort: Doc): Placed[] {
  const order = comparator(sort, collator);
  const keep = limit > 0 ? limit + skip : Infinity;
  const compare = (a: Placed, b: Placed): number => order(a.doc, b.doc);
  const roots = rootsOf(Object.keys(sort));
  let kept: Placed[] = [];
  let size = 0;
  for (const { record, bytes } of found) {
    kept.push({ record, bytes, doc: decodeFields(bytes, roots) });
    size += bytes.length;
    if (kept.length >= 2 * keep + 1000) {
      kept = kept.sort(compare).slice(0, keep);
      size = kept.reduce((sum, one) => sum + one.bytes.length, 0);
    }
    if (size > mostSortBytes)
      throw new CommandError(
        292,
        'Sort exceeded memory limit of 104857600 bytes, but did not opt in to external sorting.',
      );
  }
  return kept.sort(compare);
}

export function* page<T>(items: Iterable<T>, skip: number, limit: number): Generator<T> {
  let i = 0;
  for (const item of items) {
    i += 1;
    if (i <= skip) continue;
    yield item;
    if (limit > 0 && i >= skip + limit) return;
  }
}
