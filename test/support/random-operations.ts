import type { Document } from 'mongodb';
import { pipelinesOf, pipelineUpdates } from './random-pipelines.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export type Operation =
  | { readonly kind: 'insert'; readonly docs: Document[]; readonly ordered: boolean }
  | {
      readonly kind: 'update';
      readonly many: boolean;
      readonly filter: Document;
      readonly update: Document | Document[];
      readonly options: Document;
    }
  | { readonly kind: 'replace'; readonly filter: Document; readonly doc: Document; readonly upsert: boolean }
  | { readonly kind: 'delete'; readonly many: boolean; readonly filter: Document }
  | {
      readonly kind: 'claim';
      readonly filter: Document;
      readonly update: Document;
      readonly sort: Document;
      readonly after: boolean;
      readonly upsert: boolean;
    }
  | { readonly kind: 'find'; readonly filter: Document; readonly options: Document }
  | { readonly kind: 'count'; readonly filter: Document }
  | { readonly kind: 'distinct'; readonly field: string; readonly filter: Document }
  | { readonly kind: 'aggregate'; readonly pipeline: Document[] };

/**
 * An update whose fields stand in the order of their names: MongoDB adds new ones in this order (since 5.0), not every
 * server does. So what is added has one order on both.
 */
function byName(update: Document): Document {
  const sorted = (fields: object): [string, unknown][] =>
    Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)) as [string, unknown][];
  const operators = Object.entries(update).map(
    ([operator, fields]) => [operator, Object.fromEntries(sorted(fields as object))] as const,
  );
  const first = ([, fields]: readonly [string, object]): string => Object.keys(fields)[0] ?? '';
  return Object.fromEntries(operators.sort((a, b) => (first(a) < first(b) ? -1 : 1)));
}

/**
 * Operations as the product makes them, on documents like its tickets, with a field of any type for good measure.
 *
 * @param onServer whether another server is to answer them: then they leave out sorts by fields that hold arrays
 */
export function createOperations(random: () => number, { onServer }: { onServer: boolean }) {
  const int = (below: number): number => Math.floor(random() * below);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)] as T;
  const maybe = (chance: number): boolean => random() < chance;

  const states = ['queued', 'claimed', 'waiting', 'resolved'];
  const words = ['退款', '转账', '账户', '冻结', 'refund', '密码🔒', '', '提现'];
  const instant = (): Date => new Date(1_760_000_000_000 + int(40) * 60_000);
  const id = (): string => `t${int(60)}`;
  const scalars: (() => unknown)[] = [
    () => int(5),
    () => int(10) / 4,
    () => pick(words),
    () => null,
    () => maybe(0.5),
    () => instant(),
    () => -int(3),
  ];
  const scalar = (): unknown => pick(scalars)();
  const anything = (): unknown =>
    pick<() => unknown>([
      ...scalars,
      () => Array.from({ length: int(4) }, scalar),
      () => ({ a: scalar(), b: int(3) }),
      () => Array.from({ length: int(3) }, () => ({ a: int(3), b: pick(words) })),
    ])();
  const line = (): Document => ({ seq: int(9), from: pick(['customer', 'bot', 'agent']), at: instant() });

  function doc(): Document {
    return {
      _id: id(),
      state: pick(states),
      priority: int(4),
      queuedAt: instant(),
      epoch: int(3),
      ...(maybe(0.5) ? { number: `K-${int(80)}` } : {}),
      ...(maybe(0.6) ? { owner: maybe(0.2) ? null : { id: `a${int(4)}`, name: pick(words) } } : {}),
      tags: Array.from({ length: int(4) }, () => pick(words)),
      lines: Array.from({ length: int(4) }, line),
      ...(maybe(0.8) ? { any: anything() } : {}),
    };
  }

  const comparison = (value: () => unknown): unknown =>
    pick<() => unknown>([
      value,
      () => ({ $gt: value() }),
      () => ({ $gte: value() }),
      () => ({ $lt: value() }),
      () => ({ $lte: value() }),
      () => ({ $ne: value() }),
      () => ({ $in: [value(), value(), value()] }),
      () => ({ $nin: [value(), value()] }),
      () => ({ $exists: maybe(0.5) }),
      () => ({ $not: { $gt: value() } }),
    ])();
  const conditions: (() => Document)[] = [
    () => ({ _id: id() }),
    () => ({ _id: { $in: [id(), id(), id()] } }),
    () => ({ state: comparison(() => pick(states)) }),
    () => ({ state: pick(states), priority: comparison(() => int(4)) }),
    () => ({ queuedAt: { $gte: instant(), $lt: instant() } }),
    () => ({ queuedAt: comparison(instant) }),
    () => ({ number: comparison(() => `K-${int(80)}`) }),
    () => ({ 'owner.id': comparison(() => `a${int(4)}`) }),
    () => ({ owner: null }),
    () => ({ 'owner.id': null }),
    () => ({ tags: comparison(() => pick(words)) }),
    () => ({ tags: { $all: [pick(words), pick(words)] } }),
    () => ({ tags: { $size: int(3) } }),
    () => ({ tags: [pick(words)] }),
    () => ({ 'tags.0': pick(words) }),
    () => ({ lines: { $elemMatch: { seq: { $gte: int(9) }, from: pick(['customer', 'bot']) } } }),
    () => ({ 'lines.seq': comparison(() => int(9)) }),
    () => ({ 'lines.1.from': 'bot' }),
    () => ({ any: comparison(scalar) }),
    () => ({ any: { $type: pick(['string', 'array', 'null', 'bool', 'date', 'object', 'number']) } }),
    () => ({ 'any.a': comparison(scalar) }),
    () => ({ any: anything() }),
    () => ({ $or: [condition(), condition()] }),
    () => ({ $nor: [condition()] }),
    () => ({ $and: [condition(), condition()] }),
    () => ({ number: { $regex: `^K-${int(8)}` } }),
    () => ({ $expr: { $gt: ['$priority', '$epoch'] } }),
    () => ({ any: { $elemMatch: { $gte: int(3), $lt: 4 } } }),
  ];
  function condition(): Document {
    return pick(conditions)();
  }
  const filter = (): Document => (maybe(0.08) ? {} : condition());

  const changes: (() => Document)[] = [
    () => ({ $set: { state: pick(states) } }),
    () => ({ $set: { 'owner.name': pick(words) } }),
    () => ({ $set: { any: anything() }, $inc: { epoch: 1 } }),
    () => ({ $inc: { priority: int(3) - 1, epoch: 1 } }),
    () => ({ $inc: { any: 1 } }),
    () => ({ $mul: { priority: 2 } }),
    () => ({ $min: { queuedAt: instant() } }),
    () => ({ $max: { priority: int(5) } }),
    () => ({ $max: { any: scalar() } }),
    () => ({ $unset: { owner: '' } }),
    () => ({ $unset: { 'owner.name': '' } }),
    () => ({ $rename: { any: 'other' } }),
    () => ({ $rename: { other: 'any' } }),
    () => ({ $push: { tags: pick(words) } }),
    () => ({ $push: { lines: { $each: [line(), line()], $sort: { seq: 1 }, $slice: -4 } } }),
    () => ({ $push: { tags: { $each: [pick(words)], $position: int(3) } } }),
    () => ({ $push: { any: int(3) } }),
    () => ({ $addToSet: { tags: pick(words) } }),
    () => ({ $addToSet: { tags: { $each: [pick(words), pick(words)] } } }),
    () => ({ $pull: { tags: pick(words) } }),
    () => ({ $pull: { lines: { seq: { $gte: int(9) } } } }),
    () => ({ $pull: { tags: { $in: [pick(words), pick(words)] } } }),
    () => ({ $pullAll: { tags: [pick(words)] } }),
    () => ({ $pop: { tags: pick([1, -1]) } }),
    () => ({ $set: { number: `K-${int(80)}` } }),
    () => ({ $set: { 'lines.$[].seen': true } }),
    () => ({ $setOnInsert: { state: 'queued' }, $set: { priority: int(4) } }),
    () => ({ $set: { state: 'x' }, $unset: { state: '' } }),
    () => ({ $set: { 'state.deeper': 1 } }),
    () => ({ $set: { _id: id() } }),
  ];
  const change = (): Document => (onServer ? byName(pick(changes)()) : pick(changes)());

  const sortsOfArrays: (() => Document)[] = [
    () => ({ any: 1, _id: 1 }),
    () => ({ tags: 1, _id: 1 }),
    () => ({ tags: -1, _id: 1 }),
  ];
  const sorts: (() => Document)[] = [
    ...(onServer ? [] : sortsOfArrays),
    () => ({ priority: -1, queuedAt: 1, _id: 1 }),
    () => ({ queuedAt: -1, _id: 1 }),
    () => ({ number: 1, _id: -1 }),
    () => ({ 'owner.id': -1, _id: 1 }),
    () => ({ _id: 1 }),
  ];
  const projections: (() => Document)[] = [
    () => ({ state: 1, priority: 1 }),
    () => ({ tags: 0, any: 0 }),
    () => ({ 'owner.name': 1, _id: 0 }),
    () => ({ 'lines.seq': 1 }),
    () => ({ 'lines.at': 0 }),
    () => ({ tags: { $slice: int(4) - 2 } }),
    () => ({ lines: { $elemMatch: { from: 'bot' } } }),
    () => ({ any: 1 }),
    () => ({ 'any.a': 1 }),
  ];

  function updateOf(): Operation {
    const many = maybe(0.3);
    const byId = { _id: id() };
    if (maybe(0.15)) {
      return {
        kind: 'update',
        many,
        filter: many ? filter() : byId,
        update: { $set: { 'lines.$[one].seen': int(3) } },
        options: { arrayFilters: [{ 'one.seq': { $gte: int(9) } }] },
      };
    }
    if (maybe(0.1)) {
      return {
        kind: 'update',
        many: false,
        filter: { ...byId, 'lines.seq': int(9) },
        update: { $set: { 'lines.$.seen': true } },
        options: {},
      };
    }
    const guarded = maybe(0.5) ? { ...byId, epoch: int(3) } : byId;
    return {
      kind: 'update',
      many,
      filter: many ? filter() : guarded,
      update: change(),
      options: !many && maybe(0.2) ? { upsert: true } : {},
    };
  }

  const hasState = { $match: { state: { $exists: true }, epoch: { $exists: true } } };
  const groups: (() => Document[])[] = [
    () => [{ $group: { _id: '$state', n: { $sum: 1 }, most: { $max: '$priority' }, least: { $min: '$queuedAt' } } }],
    () => [
      hasState,
      { $group: { _id: { state: '$state', tier: '$epoch' }, sum: { $sum: '$priority' }, mean: { $avg: '$priority' } } },
    ],
    () => [{ $unwind: '$tags' }, { $group: { _id: '$tags', n: { $sum: 1 } } }],
    () => [{ $sort: { priority: -1, _id: 1 } }, { $skip: int(3) }, { $limit: 1 + int(5) }],
    () => [
      { $sort: { _id: 1 } },
      { $group: { _id: null, ids: { $push: '$_id' }, first: { $first: '$state' }, last: { $last: '$state' } } },
    ],
    () => [{ $count: 'n' }],
    () => [{ $project: { state: 1, total: { $add: ['$priority', '$epoch'] }, size: { $size: '$tags' } } }],
    () => [{ $addFields: { late: { $gt: ['$queuedAt', new Date(1_760_001_200_000)] } } }, { $project: { late: 1 } }],
    () => [{ $group: { _id: { $dateTrunc: { date: '$queuedAt', unit: 'hour' } }, n: { $sum: 1 } } }],
    () => [
      {
        $facet: {
          states: [{ $group: { _id: '$state', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
          all: [{ $count: 'n' }],
        },
      },
    ],
    () => [{ $sortByCount: '$state' }, { $match: { count: { $gt: 100 } } }],
    () => [
      hasState,
      { $group: { _id: '$priority', tags: { $addToSet: '$state' } } },
      { $project: { n: { $size: '$tags' } } },
    ],
  ];

  const reports = pipelinesOf(pick);
  const rewrites = pipelineUpdates(pick);
  const makers: (() => Operation)[] = [
    () => ({ kind: 'insert', docs: Array.from({ length: 1 + int(4) }, doc), ordered: maybe(0.5) }),
    () => ({ kind: 'insert', docs: [doc()], ordered: true }),
    updateOf,
    updateOf,
    updateOf,
    () => ({ kind: 'replace', filter: { _id: id() }, doc: { ...doc(), _id: undefined }, upsert: maybe(0.3) }),
    () => ({ kind: 'update', many: maybe(0.3), filter: { _id: id() }, update: pick(rewrites)(), options: {} }),
    () => ({ kind: 'aggregate', pipeline: pick(reports)() }),
    () => ({ kind: 'delete', many: false, filter: { _id: id() } }),
    () => ({ kind: 'delete', many: true, filter: { _id: id(), ...condition() } }),
    () => ({
      kind: 'claim',
      filter: { state: 'queued' },
      update: { $inc: { epoch: 1 }, $set: { state: 'claimed' } },
      sort: { priority: -1, queuedAt: 1, _id: 1 },
      after: maybe(0.5),
      upsert: false,
    }),
    () => ({
      kind: 'claim',
      filter: filter(),
      update: change(),
      sort: pick(sorts)(),
      after: maybe(0.5),
      upsert: false,
    }),
    () => ({ kind: 'find', filter: filter(), options: {} }),
    () => ({ kind: 'find', filter: filter(), options: { sort: pick(sorts)(), limit: int(8), skip: int(4) } }),
    () => ({ kind: 'find', filter: filter(), options: { sort: pick(sorts)() } }),
    () => ({ kind: 'find', filter: filter(), options: { projection: pick(projections)() } }),
    () => ({ kind: 'count', filter: filter() }),
    () => ({ kind: 'distinct', field: pick(['state', 'tags', 'any', 'owner.id', 'lines.from']), filter: filter() }),
    () => ({ kind: 'aggregate', pipeline: [...(maybe(0.7) ? [{ $match: filter() }] : []), ...pick(groups)()] }),
  ];
  return { next: (): Operation => pick(makers)(), doc };
}
