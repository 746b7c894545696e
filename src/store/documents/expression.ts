import { BSON } from 'mongodb';
import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as pipelines from 'mingo/operators/pipeline';
import * as projections from 'mingo/operators/projection';
import * as queries from 'mingo/operators/query';
import * as windows from 'mingo/operators/window';
import type { Options } from 'mingo/types';
import { type Collator, compare } from './compare.ts';
import { badValue, CommandError } from './errors.ts';
import { type Doc, isDoc, setOwn } from './values.ts';

type Evaluate = (doc: Doc, operands: unknown, options: Options) => unknown;

function comparing(name: string, answer: (difference: number) => unknown): Evaluate {
  return (doc, operands, options) => {
    if (!Array.isArray(operands) || operands.length !== 2) {
      throw new CommandError(
        16020,
        `Expression ${name} takes exactly 2 arguments. ${Array.isArray(operands) ? operands.length : 1} were passed in.`,
      );
    }
    return answer(compare(evalExpr(doc, operands[0], options), evalExpr(doc, operands[1], options)));
  };
}

/** mingo compares within JavaScript's types; these compare over all of BSON's, as filters do. */
const exact: Record<`$${string}`, Evaluate> = {
  $eq: comparing('$eq', (difference) => difference === 0),
  $ne: comparing('$ne', (difference) => difference !== 0),
  $gt: comparing('$gt', (difference) => difference > 0),
  $gte: comparing('$gte', (difference) => difference >= 0),
  $lt: comparing('$lt', (difference) => difference < 0),
  $lte: comparing('$lte', (difference) => difference <= 0),
  $cmp: comparing('$cmp', (difference) => Math.sign(difference)),
};

const context = Context.init({
  accumulator: accumulators,
  expression: { ...expressions, ...exact },
  pipeline: pipelines,
  projection: projections,
  query: queries,
  window: windows,
});

export function mingoOptions(variables: Doc = {}): Options {
  return {
    idKey: '_id',
    processingMode: ProcessingMode.CLONE_OFF,
    useStrictMode: true,
    scriptEnabled: false,
    failOnError: true,
    variables,
    context,
  };
}

/** What mingo can reckon with: every number a plain one, but for 64-bit integers beyond 2^53 and decimals. */
export function promote(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof BSON.Double || value instanceof BSON.Int32) return value.value;
  if (value instanceof BSON.Long && !(value instanceof BSON.Timestamp)) {
    const near = value.toNumber();
    return Number.isSafeInteger(near) ? near : value;
  }
  if (Array.isArray(value)) return value.map(promote);
  if (!isDoc(value)) return value;
  const doc: Doc = {};
  for (const field of Object.keys(value)) setOwn(doc, field, promote(value[field]));
  return doc;
}

/** The value of an aggregation expression over a document. */
export function evaluate(
  expression: unknown,
  doc: Doc,
  given: { variables?: Doc | undefined; collator?: Collator | undefined } = {},
): unknown {
  return asCommandError(() => evalExpr(promote(doc), promote(expression), mingoOptions(given.variables)));
}

/** mingo's complaints are about the caller's words: they become the command's error. */
export function asCommandError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw badValue(error instanceof Error ? error.message : String(error));
  }
}

export function truthy(value: unknown): boolean {
  const plain = promote(value);
  return plain !== false && plain !== null && plain !== undefined && plain !== 0;
}
