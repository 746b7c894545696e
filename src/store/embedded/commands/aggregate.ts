import { CommandError, failedToParse, typeMismatch } from '../../documents/errors.ts';
import { variablesOf } from '../../documents/expression.ts';
import { nameOf } from '../../documents/stages.ts';
import { compile } from '../../documents/match.ts';
import { type Doc, isDoc } from '../../documents/values.ts';
import type { Batch } from '../cursors.ts';
import { countSelected } from '../scan.ts';
import { type Call, collatorOf, docField, hintField, namespaceOf } from './context.ts';
import { mergeInto, replaceAll } from './merge.ts';
import { leading, type Place, run, runOn } from './pipeline.ts';
import { checkHint } from './read.ts';
import { cursorOptions } from './schema.ts';
import { collStats } from './status.ts';

export async function aggregate(call: Call): Promise<Batch> {
  const { body, cursors, engine, db } = call;
  const pipeline = body.pipeline;
  if (!Array.isArray(pipeline)) throw typeMismatch("'pipeline' option must be specified as an array");
  if (!pipeline.every(isDoc)) throw typeMismatch("Each element of the 'pipeline' array must be an object");
  if (!isDoc(body.cursor) && body.explain !== true)
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
  const place = {
    engine,
    db,
    watch: call.watch,
    collator: collatorOf(body),
    variables: variablesOf(docField(body, 'let')),
    hint: hintField(body),
  };
  const namespace = typeof body.aggregate === 'string' ? `${db}.${body.aggregate}` : `${db}.$cmd.aggregate`;
  engine.kv.fresh();
  const last = pipeline.at(-1);
  const target = last && ['$merge', '$out'].includes(nameOf(last)) ? last : undefined;
  const docs = results(call, namespace, { pipeline: target ? pipeline.slice(0, -1) : pipeline, place });
  if (!target) return cursors.start(namespace, docs, cursorOptions(body));
  const all = [...docs];
  await engine.write(() =>
    '$out' in target ? replaceAll(call, all, target.$out) : mergeInto(call, all, target.$merge),
  );
  return cursors.start(namespace, [], {});
}

type Given = {
  readonly pipeline: readonly Doc[];
  readonly place: Place & { readonly hint: ReturnType<typeof hintField> };
};

function results(call: Call, namespace: string, { pipeline, place }: Given): Iterable<Doc> {
  refuseEarlyTarget(pipeline);
  const [first] = pipeline;
  const own = first && Object.hasOwn(sources, nameOf(first)) ? sources[nameOf(first)] : undefined;
  if (first && own) return run(own(call, first), pipeline.slice(1), place);
  if (typeof call.body.aggregate === 'string') return fromCollection(call, namespace, { pipeline, place });
  if (first && nameOf(first) === '$documents') return run([], pipeline, place);
  throw new CommandError(73, '{aggregate: 1} is not valid for a pipeline that does not begin with $documents');
}

function refuseEarlyTarget(pipeline: readonly Doc[]): void {
  for (const stage of pipeline) {
    if (['$merge', '$out'].includes(nameOf(stage)))
      throw new CommandError(40601, `${nameOf(stage)} can only be the final stage in the pipeline`);
  }
}

function fromCollection({ engine }: Call, namespace: string, { pipeline, place }: Given): Iterable<Doc> {
  const collection = engine.catalog.find(namespace);
  if (collection) checkHint(collection, place);
  const { selection, rest } = leading(pipeline, place);
  compile(selection.filter, selection);
  const counted = countedAs(rest);
  if (!counted) return runOn(namespace, pipeline, place);
  const n = collection ? countSelected(engine.kv, collection, selection) : 0;
  return n === 0 ? [] : [{ _id: counted.id, [counted.name]: n }];
}

/** Stages that a pipeline may begin with, and that read no collection. */
const sources: Readonly<Record<string, (call: Call, stage: Doc) => Doc[]>> = {
  /** The sessions that the server keeps: none but the one that asks. */
  $listLocalSessions: ({ body, now }) => [{ _id: body.lsid ?? {}, lastUse: now }],
  $collStats: (call, { $collStats }) => [
    {
      ns: namespaceOf(call),
      localTime: call.now,
      ...(isDoc($collStats) && $collStats.count ? { count: collStats(call).count } : {}),
      ...(isDoc($collStats) && $collStats.storageStats ? { storageStats: collStats(call) } : {}),
    },
  ],
};

/** The drivers' countDocuments: nothing but the number of documents is asked for, so none need be read. */
function countedAs(rest: readonly Doc[]): { id: unknown; name: string } | undefined {
  const group = rest.length === 1 ? rest[0]?.$group : undefined;
  if (!isDoc(group) || Object.keys(group).length !== 2 || typeof group._id !== 'number') return undefined;
  const name = Object.keys(group).find((field) => field !== '_id') ?? '';
  if (name.includes('.')) return undefined;
  return JSON.stringify(group[name]) === '{"$sum":1}' ? { id: group._id, name } : undefined;
}
