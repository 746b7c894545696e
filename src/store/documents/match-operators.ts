import { BSON } from 'bson';
import { type Collator, compare, equal } from './compare.ts';
import { badValue, CommandError, notSupported } from './errors.ts';
import { isDoc, isNumber, order, orderOf, toNumber } from './values.ts';

type Test = (value: unknown) => boolean;
type Context = { readonly collator?: Collator | undefined; readonly options?: unknown };

/**
 * The test of one operator on one value.
 *
 * @throws CommandError BadValue for an operator that there is not, or an operand that it can't have
 */
export function leafTest(operator: string, operand: unknown, context: Context): Test {
  if (['$near', '$nearSphere'].includes(operator))
    throw new CommandError(291, 'error processing query: unable to find index for $geoNear query');
  if (['$geoWithin', '$geoIntersects', '$within'].includes(operator)) throw notSupported(operator);
  const make = tests[operator];
  if (!make || !Object.hasOwn(tests, operator)) throw badValue(`unknown operator: ${operator}`);
  return make(operand, context);
}

const tests: Readonly<Record<string, (operand: unknown, context: Context) => Test>> = {
  $eq: equalTo,
  $gt: (operand, { collator }) => ranged(operand, (value) => compare(value, operand, collator) > 0, order.minKey),
  $gte: (operand, { collator }) => ranged(operand, (value) => compare(value, operand, collator) >= 0, order.minKey),
  $lt: (operand, { collator }) => ranged(operand, (value) => compare(value, operand, collator) < 0, order.maxKey),
  $lte: (operand, { collator }) => ranged(operand, (value) => compare(value, operand, collator) <= 0, order.maxKey),
  $in: oneOf,
  $regex: regex,
  $mod: mod,
  $type: typed,
  $bitsAllSet: (operand) => bits(operand, (value, mask) => (value & mask) === mask),
  $bitsAnySet: (operand) => bits(operand, (value, mask) => (value & mask) !== 0n),
  $bitsAllClear: (operand) => bits(operand, (value, mask) => (value & mask) === 0n),
  $bitsAnyClear: (operand) => bits(operand, (value, mask) => (value & mask) !== mask),
};

function equalTo(operand: unknown, { collator }: Context): Test {
  if (operand === null || operand === undefined) return (value) => value === null || value === undefined;
  return (value) => value !== undefined && equal(value, operand, collator);
}

/** Comparisons stay within the operand's type, but for MinKey and MaxKey; NaN is only equal to itself. */
function ranged(operand: unknown, test: Test, boundless: number): Test {
  const kind = orderOf(operand);
  if (kind === order.regex) throw badValue("Can't have RegEx as arg to predicate over field");
  if (kind === order.minKey || kind === order.maxKey) {
    // Everything lies between the two, what is missing too; each of them is only equal to itself.
    return (value) => (orderOf(value) === kind ? test(value) : kind === boundless);
  }
  if (kind === order.null || kind === order.undefined) {
    const inclusive = test(operand);
    return (value) => inclusive && (value === null || value === undefined);
  }
  const nan = isNotANumber(operand);
  return (value) => orderOf(value) === kind && isNotANumber(value) === nan && test(value);
}

function isNotANumber(value: unknown): boolean {
  return isNumber(value) && Number.isNaN(toNumber(value));
}

function oneOf(operand: unknown, context: Context): Test {
  if (!Array.isArray(operand)) throw badValue('$in needs an array');
  if (operand.some((item) => isDoc(item) && Object.keys(item)[0]?.startsWith('$') === true)) {
    throw badValue('cannot nest $ under $in');
  }
  if (!context.collator && operand.length > 8 && operand.every((item) => typeof item === 'string')) {
    const texts = new Set<unknown>(operand);
    return (value) => texts.has(value);
  }
  const any = operand.map((item: unknown) =>
    orderOf(item) === order.regex ? regex(item, {}) : equalTo(item, context),
  );
  return (value) => any.some((test) => test(value));
}

const flags = 'imsux';

function regex(operand: unknown, { options }: Context): Test {
  const [pattern, own] = operand instanceof BSON.BSONRegExp ? [operand.pattern, operand.options] : [operand, ''];
  if (typeof pattern !== 'string') throw badValue('$regex has to be a string');
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  const given = options ?? own;
  const compiled = toRegExp(pattern, given);
  return (value) =>
    (typeof value === 'string' && compiled.test(value)) ||
    (value instanceof BSON.BSONRegExp && value.pattern === pattern && value.options === given);
}

function toRegExp(pattern: string, given: string): RegExp {
  for (const flag of given) if (!flags.includes(flag)) throw badValue(`invalid flag in regex options: ${flag}`);
  // PCRE's x flag: blanks and comments outside of classes are no part of the pattern.
  const source = given.includes('x') ? pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*$/gm, keepUnlessBlank) : pattern;
  const inline = /^\(\?([ims]+)\)/.exec(source);
  const all = ['i', 'm', 's'].filter((flag) => given.includes(flag) || inline?.[1]?.includes(flag) === true);
  try {
    return new RegExp(source.slice(inline?.[0].length ?? 0), all.join(''));
  } catch (error) {
    throw new CommandError(51091, `Regular expression is invalid: ${error instanceof Error ? error.message : ''}`);
  }
}

function keepUnlessBlank(part: string): string {
  return /^[\s#]/.test(part) ? '' : part;
}

function mod(operand: unknown): Test {
  if (!Array.isArray(operand)) throw badValue('malformed mod, needs to be an array');
  if (operand.length < 2) throw badValue('malformed mod, not enough elements');
  if (operand.length > 2) throw badValue('malformed mod, too many elements');
  const [divisor, remainder] = operand.map((part) => {
    if (!isNumber(part)) throw badValue('malformed mod, divisor not a number');
    return Math.trunc(toNumber(part));
  });
  if (divisor === undefined || remainder === undefined || divisor === 0) throw badValue('divisor cannot be 0');
  return (value) =>
    isNumber(value) && Number.isFinite(toNumber(value)) && Math.trunc(toNumber(value)) % divisor === remainder;
}

/** BSON's type numbers and their aliases. */
const typeNumbers: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

function typed(operand: unknown): Test {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map(typeNumber);
  if (wanted.length === 0) throw badValue('$type must match at least one type');
  return (value) =>
    value !== undefined && wanted.some((type) => type === bsonType(value) || (type === 0 && isNumber(value)));
}

/** 0 stands for `number`: any of the four. */
function typeNumber(type: unknown): number {
  if (type === 'number') return 0;
  const number = typeof type === 'string' && Object.hasOwn(typeNumbers, type) ? typeNumbers[type] : undefined;
  if (typeof type === 'string' && number === undefined) throw badValue(`Unknown type name alias: ${type}`);
  const code = number ?? (isNumber(type) ? toNumber(type) : Number.NaN);
  if (!Object.values(typeNumbers).includes(code)) throw badValue(`Invalid numerical type code: ${code}`);
  return code;
}

const typesByOrder: Readonly<Record<number, string>> = {
  [order.minKey]: 'minKey',
  [order.null]: 'null',
  [order.string]: 'string',
  [order.object]: 'object',
  [order.array]: 'array',
  [order.binary]: 'binData',
  [order.objectId]: 'objectId',
  [order.boolean]: 'bool',
  [order.date]: 'date',
  [order.timestamp]: 'timestamp',
  [order.regex]: 'regex',
  [order.code]: 'javascript',
  [order.codeWithScope]: 'javascriptWithScope',
  [order.maxKey]: 'maxKey',
};

/** The alias of a value's BSON type. */
export function typeName(value: unknown): string {
  if (value instanceof BSON.BSONSymbol) return 'symbol';
  if (value instanceof BSON.Long) return 'long';
  if (value instanceof BSON.Decimal128) return 'decimal';
  if (value instanceof BSON.Double) return 'double';
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= 0x7fffffff ? 'int' : 'double';
  return typesByOrder[orderOf(value)] ?? (isNumber(value) ? 'int' : 'undefined');
}

function bsonType(value: unknown): number {
  return typeNumbers[typeName(value)] ?? 6;
}

function bits(operand: unknown, test: (value: bigint, mask: bigint) => boolean): Test {
  const mask = maskOf(operand);
  return (value) => {
    if (value instanceof BSON.Timestamp || !isNumber(value)) return false;
    const near = toNumber(value);
    return (
      Number.isInteger(near) &&
      test(BigInt.asUintN(64, value instanceof BSON.Long ? value.toBigInt() : BigInt(near)), mask)
    );
  };
}

function maskOf(operand: unknown): bigint {
  if (Array.isArray(operand)) return operand.reduce<bigint>((mask, bit) => mask | (1n << BigInt(toNumber(bit))), 0n);
  if (!isNumber(operand) || !Number.isInteger(toNumber(operand)) || toNumber(operand) < 0) {
    throw badValue('bit position list or a non-negative integer expected');
  }
  return BigInt(toNumber(operand));
}
