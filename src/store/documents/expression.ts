import { BSON } from 'bson';
import type { Collator } from './compare.ts';
import { badValue, CommandError, notSupported } from './errors.ts';
import { typeName } from './match-operators.ts';
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
  if (isPath(expression)) {
    const parts = expression.slice(1).split('.');
    return (doc) => at(doc, parts);
  }
  if (typeof expression !== 'object' && !(typeof expression === 'string' && expression.startsWith('$')))
    return () => expression;
  const typed: string[][] = [];
  const plain = normalExpression(promote(expression), typed);
  const { evaluate: compute, options } = mingo();
  const given = options(variables);
  const optionsFor = (doc: Doc) => (typed.length > 0 ? options({ ...variables, ...typesOf(doc, typed) }) : given);
  return (doc) => asCommandError(() => compute(promote(doc), plain, optionsFor(doc)));
}

function isPath(expression: unknown): expression is string {
  return typeof expression === 'string' && /^\$[^$]/.test(expression);
}

/** What `$type` says of fields, as they are stored: numbers that mingo gets don't know their types any more. */
function typesOf(doc: Doc, paths: readonly string[][]): Doc {
  return Object.fromEntries(
    paths.map((parts, i) => {
      const value = at(doc, parts);
      return [`${typeVariable}${i}`, value === undefined ? 'missing' : typeName(value)];
    }),
  );
}

const typeVariable = 'typeOfField';

/** Operators of one operand: a list of one stands for it. */
const unary = new Set(
  `$abs $acos $acosh $asin $asinh $atan $atanh $avg $ceil $cos $cosh $degreesToRadians $exp $first $floor $isNumber $last
  $ln $log10 $max $min $objectToArray $radiansToDegrees $reverseArray $sin $sinh $sqrt $strLenBytes $strLenCP $sum $tan
  $tanh $toBool $toDate $toDecimal $toDouble $toInt $toLong $toLower $toObjectId $toString $toUpper $type`.split(/\s+/),
);
/** MongoDB's operators that neither mingo nor we have. */
const others = ['$indexOfCP', '$binarySize', '$toHashedIndexKey', '$meta', '$tsIncrement', '$tsSecond'];

/**
 * An expression as mingo reads it; `typed` gets the fields whose stored types it asks for.
 *
 * @throws CommandError InvalidPipelineOperator for an operator that there is not
 */
function normalExpression(expression: unknown, typed: string[][]): unknown {
  if (Array.isArray(expression)) return expression.map((one) => normalExpression(one, typed));
  if (!isDoc(expression)) return expression;
  const names = Object.keys(expression);
  if (names.length > 1 && names[0]?.startsWith('$') === true)
    throw new CommandError(15983, 'an object representing an expression must have exactly one field');
  const result: Doc = {};
  for (const name of names) setOwn(result, name, normalOperand(name, expression[name], typed));
  return Object.hasOwn(result, '$type') && names.length === 1 ? result.$type : result;
}

function normalOperand(name: string, operand: unknown, typed: string[][]): unknown {
  if (name === '$literal') return operand;
  if (name.startsWith('$')) refuseUnknown(name);
  const alone = unary.has(name) && Array.isArray(operand) && operand.length === 1 ? (operand[0] as unknown) : operand;
  if (name === '$type') return typeOperand(alone, typed);
  if (name === '$trunc' && !Array.isArray(alone)) return [normalExpression(alone, typed)];
  return normalExpression(alone, typed);
}

/** Of a field it is what is stored; of anything else what comes out. */
function typeOperand(operand: unknown, typed: string[][]): unknown {
  if (!isPath(operand)) return { $type: normalExpression(operand, typed) };
  typed.push(operand.slice(1).split('.'));
  return `$$${typeVariable}${typed.length - 1}`;
}

function refuseUnknown(name: string): void {
  if (scripts.includes(name) || others.includes(name)) throw notSupported(name);
  if (!mingo().knows(name)) throw new CommandError(168, `Unrecognized expression '${name}'`);
}

/** @throws CommandError for an operator that there is not, anywhere in an expression or a stage */
export function checkExpression(expression: unknown): void {
  if (Array.isArray(expression)) expression.forEach(checkExpression);
  if (!isDoc(expression)) return;
  for (const [name, operand] of Object.entries(expression)) {
    if (name === '$literal') continue;
    if (name.startsWith('$')) refuseUnknown(name);
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
    throw complaint(error instanceof Error ? error.message : String(error));
  }
}

/** MongoDB's codes for what mingo says in words. */
const codes: readonly (readonly [RegExp, number])[] = [
  [/^\$(add|subtract|multiply|divide|mod) expression must resolve/, 14],
  [/^\$concat /, 16702],
  [/^\$in /, 40081],
  [/^cannot convert /, 241],
  [/^Use of undefined variable/, 17276],
  [/^\$sqrt /, 28714],
  [/single operator/, 15983],
  [/^accumulator .* is not registered/, 15952],
];

function complaint(message: string): CommandError {
  const code = codes.find(([pattern]) => pattern.test(message))?.[1];
  return code === undefined ? badValue(message) : new CommandError(code, message);
}

export function truthy(value: unknown): boolean {
  const plain = promote(value);
  return plain !== false && plain !== null && plain !== undefined && plain !== 0;
}
