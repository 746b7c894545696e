import { compare, equal } from './compare.ts';
import { badValue, CommandError } from './errors.ts';
import { elementTest, isOperators } from './match.ts';
import { typeName } from './match-operators.ts';
import { comparator } from './sort.ts';
import { shown } from './update-path.ts';
import { type Doc, isDoc, isNumber, order, orderOf, toNumber } from './values.ts';

/** One field as an array operator finds it: its path for messages, its value (undefined where missing), the operand. */
export type ArrayChange = {
  readonly path: string;
  readonly current: unknown;
  readonly operand: unknown;
  readonly id: unknown;
};

function arrayOf({ path, current, id }: ArrayChange, operator: string): unknown[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  const field = path.split('.').at(-1) ?? '';
  const text =
    operator === '$push' || operator === '$addToSet'
      ? `The field '${path}' must be an array but is of type ${typeWord(current)} in document {_id: ${shown(id)}}`
      : `Cannot apply ${operator} to a non-array value. Field '${field}' has ${shown(current)}`;
  throw badValue(text);
}

function typeWord(value: unknown): string {
  const words: Readonly<Record<number, string>> = {
    [order.string]: 'string',
    [order.object]: 'object',
    [order.null]: 'null',
  };
  return words[orderOf(value)] ?? (isNumber(value) ? 'int' : 'bool');
}

const modifiers = ['$each', '$slice', '$sort', '$position'];

export function push(change: ArrayChange): unknown[] {
  const array = [...arrayOf(change, '$push')];
  const { operand } = change;
  if (!isDoc(operand) || !Object.hasOwn(operand, '$each')) {
    return [...array, operand];
  }
  const unknownModifier = Object.keys(operand).find((name) => !modifiers.includes(name));
  if (unknownModifier !== undefined) throw badValue(`Unrecognized clause in $push: ${unknownModifier}`);
  const each = operand.$each;
  if (!Array.isArray(each))
    throw badValue(`The argument to $each in $push must be an array but it was of type: ${typeName(each)}`);
  const position = integer(operand, '$position') ?? array.length;
  array.splice(position < 0 ? Math.max(0, array.length + position) : position, 0, ...(each as unknown[]));
  return sliced(sorted(array, operand.$sort), integer(operand, '$slice'));
}

function integer(operand: Doc, name: string): number | undefined {
  if (!Object.hasOwn(operand, name)) return undefined;
  const value = operand[name];
  if (!isNumber(value) || !Number.isInteger(toNumber(value))) {
    throw badValue(`The value for ${name} must be an integer value but was given type: ${typeof value}`);
  }
  return toNumber(value);
}

function sorted(array: unknown[], spec: unknown): unknown[] {
  if (spec === undefined) return array;
  if (isNumber(spec)) {
    const direction = toNumber(spec);
    if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1');
    return array.sort((a, b) => direction * compare(a, b));
  }
  if (!isDoc(spec))
    throw badValue('The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  const byFields = comparator(spec);
  return array.sort((a, b) => byFields(isDoc(a) ? a : {}, isDoc(b) ? b : {}));
}

function sliced(array: unknown[], slice: number | undefined): unknown[] {
  if (slice === undefined) return array;
  return slice < 0 ? array.slice(slice) : array.slice(0, slice);
}

export function addToSet(change: ArrayChange): unknown[] {
  const array = arrayOf(change, '$addToSet');
  const { operand } = change;
  const each = isDoc(operand) && Object.hasOwn(operand, '$each') ? operand.$each : [operand];
  if (!Array.isArray(each))
    throw new CommandError(
      14,
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(each)}`,
    );
  const result = [...array];
  for (const item of each) if (!result.some((element) => equal(element, item))) result.push(item);
  return result;
}

export function pull(change: ArrayChange): unknown[] | undefined {
  if (change.current === undefined) return undefined;
  const test = pullTest(change.operand);
  return arrayOf(change, '$pull').filter((element) => !test(element));
}

/** `$pull: {a: 1}` matches documents as a filter does, and scalars never; operators judge the elements themselves. */
function pullTest(operand: unknown): (element: unknown) => boolean {
  if (orderOf(operand) === order.regex) return elementTest({ $regex: operand });
  if (!isDoc(operand)) return (element) => equal(element, operand);
  if (isOperators(operand)) return elementTest(operand);
  const test = elementTest(operand);
  return (element) => isDoc(element) && test(element);
}

export function pullAll(change: ArrayChange): unknown[] | undefined {
  const { operand } = change;
  if (!Array.isArray(operand)) throw badValue('$pullAll requires an array argument but was given a non-array');
  if (change.current === undefined) return undefined;
  return arrayOf(change, '$pullAll').filter((element) => !operand.some((item) => equal(item, element)));
}

export function pop(change: ArrayChange): unknown[] | undefined {
  const direction = isNumber(change.operand) ? toNumber(change.operand) : 0;
  if (direction !== 1 && direction !== -1)
    throw new CommandError(9, `$pop expects 1 or -1, found: ${shown(change.operand)}`);
  if (change.current === undefined) return undefined;
  if (!Array.isArray(change.current)) {
    throw new CommandError(
      14,
      `Path '${change.path}' contains an element of non-array type '${typeWord(change.current)}'`,
    );
  }
  const array: unknown[] = change.current;
  return direction === 1 ? array.slice(0, -1) : array.slice(1);
}
