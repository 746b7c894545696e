import { BSON } from 'bson';
import { equal } from '../documents/compare.ts';
import { CommandError, notSupported, typeMismatch } from '../documents/errors.ts';
import { compile } from '../documents/match.ts';
import { type Doc, isDoc, isNumber, toNumber } from '../documents/values.ts';
import type { Index } from './index-entries.ts';
import { sameKey } from './planner.ts';

/** The order by bytes that there is anyway. */
export function isSimpleCollation(option: string, value: unknown): boolean {
  return option === 'collation' && isDoc(value) && value.locale === 'simple';
}

const indexOptions = [
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'background',
  'expireAfterSeconds',
  'partialFilterExpression',
  'ns',
];

/** A specification as it is kept. @throws CommandError where it is not one, or one that this store does not have */
export function checkSpec(spec: Doc): Doc {
  const key = spec.key;
  if (!isDoc(key) || Object.keys(key).length === 0) throw new CommandError(67, 'Index keys cannot be an empty object');
  const name = spec.name;
  if (typeof name !== 'string' || name === '')
    throw new CommandError(9, "The 'name' field is a required property of an index specification");
  for (const [path, way] of Object.entries(key)) checkKey(path, way);
  for (const option of Object.keys(spec)) checkOption(spec, option);
  checkOptions(spec, key);
  const { background: _, ns: _ns, collation: _simple, ...rest } = spec;
  return { v: 2, ...rest };
}

/** Options of MongoDB's that this store does not have. */
const otherOptions = [
  'collation',
  'hidden',
  'storageEngine',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
  'clustered',
  'prepareUnique',
];

function checkOption(spec: Doc, option: string): void {
  if (indexOptions.includes(option) || isSimpleCollation(option, spec[option]) || spec[option] === false) return;
  if (otherOptions.includes(option)) throw notSupported(`the index option ${option}`);
  throw new CommandError(
    197,
    `The field '${option}' is not valid for an index specification. Specification: ${show(spec)}`,
  );
}

const otherKinds = ['text', '2d', '2dsphere', 'hashed', 'wildcard', 'geoHaystack'];

function checkKey(path: string, way: unknown): void {
  checkPath(path);
  if (typeof way === 'string' && otherKinds.includes(way)) throw notSupported(`an index of the kind ${way}`);
  if (typeof way === 'string') throw new CommandError(67, `Unknown index plugin '${way}'`);
  if (!isNumber(way) || (toNumber(way) !== 1 && toNumber(way) !== -1)) {
    throw new CommandError(
      67,
      `Values in v:2 index key pattern must be numbers > 0 or < 0, here 1 or -1; ${path} has ${String(way)}`,
    );
  }
}

function checkPath(path: string): void {
  if (path === '' || path.split('.').includes('')) throw new CommandError(67, 'Index key contains an empty field name');
  if (path === '$**' || path.endsWith('.$**')) throw notSupported('a wildcard index');
  if (path.startsWith('$') || path.includes('.$'))
    throw new CommandError(67, `Index key contains an illegal field name: field name starts with '$'.`);
}

function checkOptions(spec: Doc, key: Doc): void {
  const partial = spec.partialFilterExpression;
  if (partial !== undefined && !isDoc(partial))
    throw typeMismatch("The field 'partialFilterExpression' must be an object");
  if (partial) checkPartial(partial);
  if (partial && spec.sparse === true)
    throw new CommandError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  if (spec.expireAfterSeconds !== undefined) checkExpiry(spec.expireAfterSeconds, key);
}

function checkExpiry(ttl: unknown, key: Doc): void {
  if (!isNumber(ttl) || toNumber(ttl) < 0 || toNumber(ttl) > 0x7fffffff) {
    throw new CommandError(
      67,
      "TTL index 'expireAfterSeconds' option must be within an acceptable range, try a different number",
    );
  }
  if (Object.keys(key).length > 1)
    throw new CommandError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
}

const partialOperators = ['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$type', '$exists'];

/** @see MongoDB manual, "Partial Indexes": the expressions that one may be cut by */
function checkPartial(filter: Doc): void {
  compile(filter);
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and' || path === '$or') (condition as Doc[]).forEach(checkPartial);
    const operators = isDoc(condition) ? Object.keys(condition).filter((name) => name.startsWith('$')) : [];
    const other =
      path.startsWith('$') && !['$and', '$or'].includes(path)
        ? path
        : operators.find((name) => !isPartial(name, condition));
    if (other !== undefined)
      throw new CommandError(67, `Expression not supported in partial index: ${other} in ${show(filter)}`);
  }
}

function isPartial(operator: string, condition: unknown): boolean {
  const absent = operator === '$exists' && isDoc(condition) && condition.$exists !== true;
  return partialOperators.includes(operator) && !absent;
}

/** @throws CommandError where a name or a key is taken by an index that differs */
export function existing(indexes: readonly Index[], spec: Doc): boolean {
  if (sameKey(spec.key as Doc, { _id: 1 })) return isIdIndex(spec);
  const named = indexes.find(({ name }) => name === spec.name);
  const found = named ?? indexes.find((index) => isEquivalent(index.spec, spec));
  if (!found) return false;
  const both = `Requested index: ${show(spec)}, existing index: ${show(found.spec)}`;
  if (!isEquivalent(found.spec, spec))
    throw new CommandError(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${both}`,
    );
  const same = sameOption(found.spec, spec, 'expireAfterSeconds');
  if (!named && same) throw new CommandError(85, `Index already exists with a different name: ${found.name}`);
  if (!named)
    throw new CommandError(85, `An equivalent index already exists with a different name and options. ${both}`);
  if (!same)
    throw new CommandError(85, `An equivalent index already exists with the same name but different options. ${both}`);
  return true;
}

function isIdIndex(spec: Doc): true {
  const odd = ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression'].find((option) => option in spec);
  if (odd === undefined) return true;
  throw new CommandError(
    197,
    `The field '${odd}' is not valid for an _id index specification. Specification: ${show(spec)}`,
  );
}

/** What two indexes may not have in common: since MongoDB 5 more than the key. */
function isEquivalent(a: Doc, b: Doc): boolean {
  const options = ['unique', 'sparse', 'partialFilterExpression'];
  return sameKey(a.key as Doc, b.key as Doc) && options.every((option) => sameOption(a, b, option));
}

function sameOption(a: Doc, b: Doc, option: string): boolean {
  return equal(a[option] ?? false, b[option] ?? false);
}

export function show(spec: unknown): string {
  return BSON.EJSON.stringify(spec);
}
