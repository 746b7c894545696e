import type { Collator } from './compare.ts';
import { badValue, CommandError, failedToParse, notSupported } from './errors.ts';
import { evaluate, truthy } from './expression.ts';
import { leafTest } from './match-operators.ts';
import { type Seen, walk } from './path.ts';
import { type Doc, isDoc, order, orderOf } from './values.ts';

/** Whether a document answers a filter; `seen` learns which array element did. */
export type Predicate = (doc: Doc, seen?: Seen) => boolean;
/** What a filter is read with besides its own words. */
export type MatchContext = { readonly collator?: Collator | undefined; readonly variables?: Doc | undefined };

/** @throws CommandError BadValue and its kin, where the filter is not one */
export function compile(filter: Doc, context: MatchContext = {}): Predicate {
  const tests = Object.entries(filter).map(([field, condition]) =>
    field.startsWith('$') ? logical(field, condition, context) : onPath(field, condition, context),
  );
  if (tests.length === 1 && tests[0]) return tests[0];
  return (doc, seen) => tests.every((test) => test(doc, seen));
}

const unsupported = ['$where', '$jsonSchema', '$sampleRate', '$alwaysTrue', '$alwaysFalse'];

function logical(operator: string, condition: unknown, context: MatchContext): Predicate {
  if (operator === '$comment') return () => true;
  if (operator === '$expr') return (doc) => truthy(evaluate(condition, doc, context));
  if (operator === '$text') throw new CommandError(27, 'text index required for $text query');
  if (unsupported.includes(operator)) throw notSupported(operator);
  if (!['$and', '$or', '$nor'].includes(operator)) {
    throw badValue(
      `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
    );
  }
  const branches = branchesOf(operator, condition, context);
  if (operator === '$and') return (doc, seen) => branches.every((branch) => branch(doc, seen));
  if (operator === '$or') return (doc, seen) => branches.some((branch) => branch(doc, seen));
  return (doc) => !branches.some((branch) => branch(doc));
}

function branchesOf(operator: string, condition: unknown, context: MatchContext): Predicate[] {
  if (!Array.isArray(condition)) throw badValue(`${operator} must be an array`);
  if (condition.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return condition.map((branch: unknown) => {
    if (!isDoc(branch)) throw badValue('$or/$and/$nor entries need to be full objects');
    return compile(branch, context);
  });
}

/** A document whose first field starts with `$` holds operators; DBRef's own fields don't count. */
export function isOperators(value: unknown): value is Doc {
  if (!isDoc(value)) return false;
  const first = Object.keys(value)[0];
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first);
}

function onPath(path: string, condition: unknown, context: MatchContext): Predicate {
  const parts = path.split('.');
  const test = conditionOf(condition, context);
  return (doc, seen) => test((leaf) => walk(doc, { parts, leaf: (value) => leaf(value, seen), seen }));
}

/** Asks a leaf of each value at a path, until one says yes. */
type Ask = (leaf: Leaf) => boolean;
type Condition = (ask: Ask) => boolean;
/** Judges what stands at the end of a path, arrays included. */
export type Leaf = (value: unknown, seen?: Seen) => boolean;

function conditionOf(condition: unknown, context: MatchContext): Condition {
  if (orderOf(condition) === order.regex) return only(elementwise(leafTest('$regex', condition, context)));
  if (!isOperators(condition)) return only(elementwise(leafTest('$eq', condition, context)));
  const tests = Object.entries(condition)
    .filter(([operator]) => operator !== '$options' || !Object.hasOwn(condition, '$regex'))
    .map(([operator, operand]) => operatorOf(operator, operand, { ...context, siblings: condition }));
  return (ask) => tests.every((test) => test(ask));
}

type OperatorContext = MatchContext & { readonly siblings: Doc };

const only =
  (leaf: Leaf): Condition =>
  (ask) =>
    ask(leaf);
const none =
  (leaf: Leaf): Condition =>
  (ask) =>
    !ask(leaf);

type Make = (operand: unknown, context: OperatorContext) => Condition;

/** Operators that judge the value as a whole, or say the contrary of another; the rest judge each element. */
const special: Readonly<Record<string, Make>> = {
  $ne(operand, context) {
    if (orderOf(operand) === order.regex) throw badValue("Can't have regex as arg to $ne.");
    return none(elementwise(leafTest('$eq', operand, context)));
  },
  $nin: (operand, context) => none(elementwise(leafTest('$in', operand, context))),
  $not: negated,
  $exists: (operand) => (truthy(operand) ? only : none)((value) => value !== undefined),
  $size: (operand) => only(sizeOf(operand)),
  $all: all,
  $elemMatch: (operand, context) => only(elemMatch(operand, context)),
  $regex: (operand, context) =>
    only(elementwise(leafTest('$regex', operand, { ...context, options: context.siblings.$options }))),
  $options() {
    throw badValue('$options needs a $regex');
  },
};

function operatorOf(operator: string, operand: unknown, context: OperatorContext): Condition {
  const make = Object.hasOwn(special, operator) ? special[operator] : undefined;
  return make ? make(operand, context) : only(elementwise(leafTest(operator, operand, context)));
}

function negated(operand: unknown, context: MatchContext): Condition {
  if (orderOf(operand) !== order.regex && !isDoc(operand)) throw badValue('$not needs a regex or a document');
  if (isDoc(operand) && !isOperators(operand)) {
    throw badValue(
      Object.keys(operand).length === 0 ? '$not cannot be empty' : `unknown operator: ${Object.keys(operand)[0] ?? ''}`,
    );
  }
  const test = conditionOf(operand, context);
  return (ask) => !test(ask);
}

/** A value, and where it is an array each of its elements. */
function elementwise(test: (value: unknown) => boolean): Leaf {
  return (value, seen) => {
    if (Array.isArray(value)) {
      const at = value.findIndex((element) => test(element));
      if (at >= 0 && seen) seen.position = at;
      if (at >= 0) return true;
    }
    return test(value);
  };
}

function sizeOf(operand: unknown): Leaf {
  if (orderOf(operand) !== order.number) {
    throw failedToParse(`Failed to parse $size. Expected a number in: $size: ${JSON.stringify(operand)}`);
  }
  const size = Number(operand);
  if (!Number.isInteger(size)) throw failedToParse(`Failed to parse $size. Expected an integer: $size: ${size}`);
  if (size < 0) throw failedToParse(`Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
  return (value) => Array.isArray(value) && value.length === size;
}

function all(operand: unknown, context: MatchContext): Condition {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  const tests = operand.map((wanted: unknown) => {
    if (isDoc(wanted) && Object.hasOwn(wanted, '$elemMatch')) return only(elemMatch(wanted.$elemMatch, context));
    if (isOperators(wanted)) throw badValue('no $ expressions in $all');
    const kind = orderOf(wanted) === order.regex ? '$regex' : '$eq';
    return only(elementwise(leafTest(kind, wanted, context)));
  });
  return (ask) => tests.length > 0 && tests.every((test) => test(ask));
}

function elemMatch(operand: unknown, context: MatchContext): Leaf {
  if (!isDoc(operand)) throw badValue('$elemMatch needs an Object');
  const test = elementTest(operand, context);
  return (value, seen) => {
    if (!Array.isArray(value)) return false;
    const at = value.findIndex((element: unknown) => test(element));
    if (at >= 0 && seen) seen.position = at;
    return at >= 0;
  };
}

/** Either operators on the element itself, or a filter over the documents in the array. */
export function elementTest(operand: Doc, context: MatchContext = {}): (element: unknown) => boolean {
  const first = Object.keys(operand)[0];
  if (isOperators(operand) && first !== undefined && !['$and', '$or', '$nor', '$expr', '$where'].includes(first)) {
    const condition = conditionOf(operand, context);
    return (element) => condition((leaf) => leaf(element));
  }
  const predicate = compile(operand, context);
  return (element) => (isDoc(element) || Array.isArray(element)) && predicate(element as Doc);
}
