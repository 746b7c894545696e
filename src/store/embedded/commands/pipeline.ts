import { CommandError, failedToParse } from '../../documents/errors.ts';
import { evaluate, type Scope, variablesOf } from '../../documents/expression.ts';
import { valuesAt } from '../../documents/path.ts';
import { nameOf, stageOf } from '../../documents/stages.ts';
import { write as writeAt } from '../../documents/update-path.ts';
import { cloneValue, type Doc, isDoc, order, orderOf } from '../../documents/values.ts';
import { decode } from '../../documents/decode.ts';
import type { Engine } from '../engine.ts';
import { map } from './read.ts';
import { select, type Selection, type Watch } from '../scan.ts';

/** Where a pipeline runs: the database whose collections it may look up, and what bounds it. */
export type Place = Scope & { readonly engine: Engine; readonly db: string; readonly watch: Watch };

/** Streams documents through a pipeline without `$merge` and `$out`. */
export function run(docs: Iterable<Doc>, pipeline: readonly Doc[], place: Place): Iterable<Doc> {
  return pipeline.reduce<Iterable<Doc>>((stream, stage) => {
    const name = nameOf(stage);
    const here = Object.hasOwn(reaching, name) ? reaching[name] : undefined;
    return here ? here(stream, stage[name], place) : stageOf(name)(stream, stage[name], place);
  }, docs);
}

/** Reads a collection through a pipeline whose beginning may be answered by an index. */
export function* runOn(
  namespace: string,
  pipeline: readonly Doc[],
  place: Place & Pick<Selection, 'hint'>,
): Generator<Doc> {
  const { selection, rest } = leading(pipeline, place);
  const collection = place.engine.catalog.find(namespace);
  const found = collection ? map(select(place.engine.kv, collection, selection), ({ bytes }) => decode(bytes)) : [];
  yield* run(found, rest, place);
}

/** The `$match`, `$sort`, `$skip`, `$limit` that a pipeline begins with, in this order, as a query. */
export function leading(
  pipeline: readonly Doc[],
  place: Place & Pick<Selection, 'hint'>,
): { selection: Selection; rest: readonly Doc[] } {
  const { collator, variables, watch, hint } = place;
  const filters: Doc[] = [];
  let at = 0;
  const next = (name: string): unknown => {
    const stage = pipeline[at];
    if (!stage || nameOf(stage) !== name) return undefined;
    at += 1;
    return stage[name];
  };
  for (let match = next('$match'); match !== undefined; match = next('$match')) {
    if (!isDoc(match)) throw new CommandError(15959, 'the match filter must be an expression in an object');
    filters.push(match);
  }
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  const sort = next('$sort');
  if (sort !== undefined && !isDoc(sort))
    throw new CommandError(15973, 'the $sort key specification must be an object');
  if (sort && Object.keys(sort).length === 0)
    throw new CommandError(15976, '$sort stage must have at least one sort key');
  return { selection: { filter, sort, collator, variables, watch, hint }, rest: pipeline.slice(at) };
}

type Reaching = (docs: Iterable<Doc>, spec: unknown, place: Place) => Iterable<Doc>;

/** Stages that read other collections, or run pipelines of their own. */
const reaching: Readonly<Record<string, Reaching>> = {
  *$lookup(docs, spec, place) {
    if (!isDoc(spec) || typeof spec.as !== 'string') throw failedToParse("must specify 'as' field for a $lookup");
    const { from, as } = spec;
    if (typeof from !== 'string') throw failedToParse("missing 'from' option to $lookup stage specification");
    for (const doc of docs) {
      const found = [
        ...runOn(`${place.db}.${from}`, joining(spec, doc), {
          ...place,
          variables: variablesOf(spec.let as Doc | undefined, doc, place),
        }),
      ];
      const whole = cloneValue(doc) as Doc;
      writeAt(whole, as.split('.'), found);
      yield whole;
    }
  },
  *$facet(docs, spec, place) {
    if (!isDoc(spec)) throw new CommandError(40169, 'the $facet specification must be a non-empty object');
    for (const inner of Object.values(spec).flat()) {
      if (['$facet', '$out', '$merge'].includes(nameOf(inner)))
        throw new CommandError(40600, `${nameOf(inner)} is not allowed to be used within a $facet stage`);
    }
    const all = [...docs];
    yield Object.fromEntries(
      Object.entries(spec).map(([name, pipeline]) => [name, [...run(all, pipeline as Doc[], place)]]),
    );
  },
  *$unionWith(docs, spec, place) {
    const coll = isDoc(spec) ? spec.coll : spec;
    if (typeof coll !== 'string') throw failedToParse('the $unionWith stage specification must be an object or string');
    yield* docs;
    yield* runOn(`${place.db}.${coll}`, isDoc(spec) ? ((spec.pipeline as Doc[] | undefined) ?? []) : [], place);
  },
  $documents(_docs, spec, place) {
    const docs = evaluate(spec, {}, place);
    if (!Array.isArray(docs)) throw new CommandError(5858203, 'an array of documents is expected');
    return docs as Doc[];
  },
};

/** The pipeline of a `$lookup` for one document: equality of the two fields first, so that an index answers it. */
function joining({ localField, foreignField, pipeline }: Doc, doc: Doc): Doc[] {
  const own = (pipeline as Doc[] | undefined) ?? [];
  if (typeof localField !== 'string' || typeof foreignField !== 'string') return own;
  const values = valuesAt(doc, localField.split('.')).flatMap((value) =>
    Array.isArray(value) ? (value as unknown[]) : [value ?? null],
  );
  const points = values.filter((value) => orderOf(value) !== order.regex);
  return [
    { $match: { [foreignField]: { $in: points.length > 0 || Array.isArray(doc[localField]) ? points : [null] } } },
    ...own,
  ];
}
