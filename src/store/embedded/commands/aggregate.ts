import { Aggregator } from 'mingo';
import { decode } from '../../documents/codec.ts';
import type { Batch, Item } from '../cursors.ts';
import { badValue, CommandError } from '../../documents/errors.ts';
import { asCommandError, mingoOptions, promote } from '../../documents/expression.ts';
import { compile } from '../../documents/match.ts';
import { select, type Selection } from '../scan.ts';
import { type Doc, isDoc } from '../../documents/values.ts';
import { type Call, collatorOf, docField, hintField } from './context.ts';
import { cursorOptions } from './schema.ts';

export function aggregate(call: Call): Batch {
  const { body, cursors, engine, db } = call;
  const pipeline = body.pipeline;
  if (!Array.isArray(pipeline) || !pipeline.every(isDoc))
    throw badValue("Each element of the 'pipeline' array must be an object");
  if (typeof body.aggregate !== 'string') throw new CommandError(73, 'Collectionless aggregation is not supported');
  const namespace = `${db}.${body.aggregate}`;
  const [first, ...rest] = pipeline;
  const leading = first && docField(first, '$match');
  const stages = leading ? rest : pipeline;
  const selection: Selection = {
    filter: leading ?? {},
    hint: hintField(body),
    collator: collatorOf(body),
    variables: docField(body, 'let'),
    watch: call.watch,
  };
  compile(selection.filter, selection);
  const collection = engine.catalog.find(namespace);
  engine.kv.fresh();
  const docs = collection
    ? [...select(engine.kv, collection, selection)].map(({ bytes }) => promote(decode(bytes)) as Doc)
    : [];
  const items: Item[] = asCommandError(() => new Aggregator(stages, mingoOptions(selection.variables)).run<Doc>(docs));
  return cursors.start(namespace, items, cursorOptions(body));
}
