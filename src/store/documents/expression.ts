import { BSON } from 'bson';
import type { Collator } from './compare.ts';
import { badValue, CommandError, notSupported } from './errors.ts';
import { mingo } from './mingo.ts';
import { type Doc, isDoc, own, setOwn } from './values.ts';

const scripts = ['$function', '$accumulator', '$where'];

/** What mingo can reckon with: every number a plain one, but for 64-bit integers beyond 2^53 and decimals. */
export function promote(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof BSON.Double || value instanceof BSON.Int32) return value.value;
  if (Array.isArray(value)) return value.map(promote);
  if (!isDoc(value)) return promoteLong(value);
  const doc: Doc = {};
  for (const field of Object.keys(value)) setOwn(doc, field, promote(value[field]));
  return doc;
}

function promoteLong(value: object): unknown {
  if (!(value instanceof BSON.Long) || value instanceof BSON.Timestamp) return value;
  const near = value.toNumber();
  return Number.isSafeInteger(near) ? near : value;
}

/** What expressions and filters are read with besides their own words. */
export type Scope = { readonly variables?: Doc | undefined; readonly collator?: Collator | undefined };

/** The value of an aggregation expression over a document; undefined where it is missing. */
export function evaluate(expression: unknown, doc: Doc, scope: Scope = {}): unknown {
  return compileExpression(expression, scope)(doc);
}

/** Field paths and plain values are read here, with their types; everything else is mingo's, in plain numbers. */
export function compileExpression(expression: unknown, { variables }: Scope): (doc: Doc) => unknown {
  if (typeof expression === 'string' && /^\$[^$]/.test(expression)) {
    const parts = expression.slice(1).split('.');
    return (doc) => at(doc, parts);
  }
  if (typeof expression !== 'object' && !(typeof expression === 'string' && expression.startsWith('$')))
    return () => expression;
  checkExpression(expression);
  const plain = promote(expression);
  const { evaluate: compute, options } = mingo();
  const given = options(variables);
  return (doc) => asCommandError(() => compute(promote(doc), plain, given));
}

/** @throws CommandError InvalidPipelineOperator for an operator that there is not */
export function checkExpression(expression: unknown): void {
  if (Array.isArray(expression)) expression.forEach(checkExpression);
  if (!isDoc(expression)) return;
  for (const [name, operand] of Object.entries(expression)) {
    if (name === '$literal') continue;
    if (scripts.includes(name)) throw notSupported(name);
    if (name.startsWith('$') && !mingo().knows(name)) {
      throw new CommandError(168, `Unrecognized expression '${name}'`);
    }
    checkExpression(operand);
  }
}

/** A path as expressions read it: through arrays it gives the array of what it finds in their documents. */
function at(value: unknown, parts: readonly string[]): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (Array.isArray(value)) return value.map((element) => at(element, parts)).filter((found) => found !== undefined);
  return isDoc(value) ? at(own(value, part), rest) : undefined;
}

/** The values of a command's `let`, each a constant expression. */
export function variablesOf(given: Doc | undefined, doc: Doc = {}, scope: Scope = {}): Doc {
  const variables: Doc = { ...scope.variables };
  for (const [name, expression] of Object.entries(given ?? {}))
    setOwn(variables, name, evaluate(expression, doc, scope) ?? null);
  return variables;
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
