import { BSON } from 'bson';
import { reckon } from './arithmetic.ts';
import { compare } from './compare.ts';
import { badValue, CommandError, typeMismatch } from './errors.ts';
import { addToSet, type ArrayChange, pop, pull, pullAll, push } from './update-array.ts';
import { erase, exists, read, shown, write } from './update-path.ts';
import { typeName } from './match-operators.ts';
import { type Doc, isDoc, isNumber, own, toNumber } from './values.ts';

/** One operator at one concrete path of a document that it changes. */
export type Change = {
  readonly doc: Doc;
  readonly parts: readonly string[];
  readonly operand: unknown;
  readonly inserting: boolean;
  readonly now: Date;
};
type Operator = { readonly check?: (path: string, operand: unknown) => void; readonly apply: (change: Change) => void };

export const operators: Readonly<Record<string, Operator>> = {
  $set: { apply: ({ doc, parts, operand }) => write(doc, parts, operand) },
  $setOnInsert: { apply: ({ doc, parts, operand, inserting }) => (inserting ? write(doc, parts, operand) : undefined) },
  $unset: { apply: ({ doc, parts }) => erase(doc, parts) },
  $inc: { check: numeric('increment'), apply: (change) => reckonAt(change, '$inc') },
  $mul: { check: numeric('multiply'), apply: (change) => reckonAt(change, '$mul') },
  $min: { apply: (change) => replaceIf(change, (difference) => difference < 0) },
  $max: { apply: (change) => replaceIf(change, (difference) => difference > 0) },
  $currentDate: { check: checkCurrentDate, apply: currentDate },
  $rename: { check: checkRename, apply: rename },
  $bit: { check: checkBit, apply: bit },
  $push: { apply: arrayOperator(push) },
  $addToSet: { apply: arrayOperator(addToSet) },
  $pull: { apply: arrayOperator(pull) },
  $pullAll: { apply: arrayOperator(pullAll) },
  $pop: { apply: arrayOperator(pop) },
};

function numeric(verb: string): (path: string, operand: unknown) => void {
  return (path, operand) => {
    if (!isNumber(operand))
      throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${shown(operand)}}`);
  };
}

function reckonAt({ doc, parts, operand }: Change, operator: '$inc' | '$mul'): void {
  const current = read(doc, parts);
  if (current === undefined) {
    write(doc, parts, operator === '$inc' ? operand : reckon('*', 0, operand));
    return;
  }
  if (!isNumber(current)) {
    throw typeMismatch(
      `Cannot apply ${operator} to a value of non-numeric type. {_id: ${shown(own(doc, '_id'))}} has the field '${parts.at(-1) ?? ''}' of non-numeric type ${typeName(current)}`,
    );
  }
  write(doc, parts, reckon(operator === '$inc' ? '+' : '*', current, operand));
}

function replaceIf({ doc, parts, operand }: Change, test: (difference: number) => boolean): void {
  if (!exists(doc, parts) || test(compare(operand, read(doc, parts)))) write(doc, parts, operand);
}

function checkCurrentDate(_path: string, operand: unknown): void {
  if (typeof operand === 'boolean') return;
  const type = isDoc(operand) ? operand.$type : undefined;
  if (!isDoc(operand))
    throw badValue(
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  if (type !== 'date' && type !== 'timestamp') {
    throw badValue(
      "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
    );
  }
}

function currentDate({ doc, parts, operand, now }: Change): void {
  const asTimestamp = isDoc(operand) && operand.$type === 'timestamp';
  const seconds = Math.floor(now.getTime() / 1000);
  write(doc, parts, asTimestamp ? new BSON.Timestamp({ t: seconds, i: 1 }) : now);
}

function checkRename(path: string, operand: unknown): void {
  if (typeof operand !== 'string')
    throw badValue(`The 'to' field for $rename must be a string: ${path}: ${shown(operand)}`);
  if (operand === path)
    throw badValue(`The source and target field for $rename must differ: ${path}: ${shown(operand)}`);
  if (operand === '' || path === '') throw new CommandError(56, 'An empty update path is not valid.');
  if (/(^|\.)\$/.test(operand)) throw badValue(`The destination field for $rename may not be dynamic: ${operand}`);
  if (/(^|\.)\$/.test(path)) throw badValue(`The source field for $rename may not be dynamic: ${path}`);
}

function rename({ doc, parts, operand }: Change): void {
  refuseArrays(doc, parts, 'source');
  if (!exists(doc, parts)) return;
  const target = String(operand).split('.');
  refuseArrays(doc, target, 'destination');
  const value = read(doc, parts);
  erase(doc, parts);
  write(doc, target, value);
}

function refuseArrays(doc: Doc, parts: readonly string[], role: string): void {
  for (let i = 1; i < parts.length; i++) {
    if (!Array.isArray(read(doc, parts.slice(0, i)))) continue;
    throw badValue(
      `The ${role} field cannot be an array element, '${parts.join('.')}' in doc with _id: ${shown(own(doc, '_id'))} has an array field called '${parts[i - 1] ?? ''}'`,
    );
  }
}

function checkBit(path: string, operand: unknown): void {
  if (!isDoc(operand))
    throw badValue(
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  for (const [name, value] of Object.entries(operand)) {
    if (!['and', 'or', 'xor'].includes(name))
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${path}: ${shown(operand)}}`,
      );
    if (!isInteger(value))
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(value)}' is not supported here: {${path}: ${shown(operand)}}`,
      );
  }
}

function isInteger(value: unknown): boolean {
  return ['int', 'long'].includes(typeName(value));
}

function bit({ doc, parts, operand }: Change): void {
  const current = read(doc, parts) ?? 0;
  if (!isInteger(current))
    throw badValue(
      `Cannot apply $bit to a value of non-integral type._id: ${shown(own(doc, '_id'))} has the field ${parts.at(-1) ?? ''} of non-integer type ${typeName(current)}`,
    );
  let isLong = current instanceof BSON.Long;
  let result = toBigInt(current);
  for (const [name, value] of Object.entries(operand as Doc)) {
    isLong ||= value instanceof BSON.Long;
    const other = toBigInt(value);
    result = name === 'and' ? result & other : name === 'or' ? result | other : result ^ other;
  }
  write(doc, parts, isLong ? BSON.Long.fromBigInt(result) : Number(result));
}

function toBigInt(value: unknown): bigint {
  return value instanceof BSON.Long ? value.toBigInt() : BigInt(toNumber(value));
}

function arrayOperator(make: (change: ArrayChange) => unknown[] | undefined): (change: Change) => void {
  return ({ doc, parts, operand }) => {
    const made = make({ path: parts.join('.'), current: read(doc, parts), operand, id: own(doc, '_id') });
    if (made) write(doc, parts, made);
  };
}
