import { BSON } from 'bson';
import { CommandError, notSupported } from './errors.ts';
import { asCommandError, checkExpression, compileExpression, promote, type Scope } from './expression.ts';
import { group } from './group.ts';
import { compile } from './match.ts';
import { mingo } from './mingo.ts';
import { compileProjection, flatten } from './project.ts';
import { comparator } from './sort.ts';
import { erase, read, shown, write } from './update-path.ts';
import { cloneValue, type Doc, isDoc, isNumber, own, setOwn, toNumber } from './values.ts';

/** One stage of a pipeline over a stream of documents. */
export type Stage = (docs: Iterable<Doc>, spec: unknown, scope: Scope) => Iterable<Doc>;

/** Stages whose matching, order and types have to be exact. */
export const stages: Readonly<Record<string, Stage>> = {
  *$match(docs, spec, scope) {
    const test = compile(docOf('$match', spec), scope);
    for (const doc of docs) if (test(doc)) yield doc;
  },
  $sort: (docs, spec, { collator }) => [...docs].sort(comparator(sortOf(spec), collator)),
  *$limit(docs, spec) {
    let left = count('$limit', spec);
    if (left === 0) throw new CommandError(15958, 'the limit must be positive');
    for (const doc of docs) {
      yield doc;
      left -= 1;
      if (left === 0) return;
    }
  },
  *$skip(docs, spec) {
    let left = count('$skip', spec);
    for (const doc of docs) {
      if (left === 0) yield doc;
      else left -= 1;
    }
  },
  *$count(docs, spec) {
    if (typeof spec !== 'string' || spec === '')
      throw new CommandError(40156, 'the count field must be a non-empty string');
    let n = 0;
    for (const _ of docs) n += 1;
    if (n > 0) yield { [spec]: n };
  },
  $group: (docs, spec, scope) => group(docs, docOf('$group', spec), scope),
  $sortByCount(docs, spec, scope) {
    const counted = group(docs, { _id: spec, count: { $sum: 1 } }, scope);
    return [...counted].sort(comparator({ count: -1 }));
  },
  $unwind: (docs, spec) => unwind(docs, unwindOf(spec)),
  $replaceRoot: (docs, spec, scope) => replaceRoot(docs, docOf('$replaceRoot', spec).newRoot, scope),
  $replaceWith: replaceRoot,
  $bucket: (docs, spec, scope) => bucket(docs, docOf('$bucket', spec), scope),
  $addFields: (docs, spec, scope) => addFields(docs, docOf('$addFields', spec), scope),
  $set: (docs, spec, scope) => addFields(docs, docOf('$set', spec), scope),
  *$unset(docs, spec) {
    const paths = Array.isArray(spec) ? spec : [spec];
    if (paths.length === 0 || !paths.every((path) => typeof path === 'string'))
      throw new CommandError(31002, '$unset specification must be a string or an array');
    const project = compileProjection(Object.fromEntries(paths.map((path) => [path, 0])));
    for (const doc of docs) yield project ? project(doc) : doc;
  },
  *$project(docs, spec, scope) {
    const project = compileProjection(docOf('$project', spec), scope.variables);
    if (!project) throw new CommandError(51272, 'projection specification must have at least one field');
    for (const doc of docs) yield project(doc);
  },
};

function sortOf(spec: unknown): Doc {
  const sort = docOf('$sort', spec);
  if (Object.keys(sort).length === 0) throw new CommandError(15976, '$sort stage must have at least one sort key');
  return sort;
}

type Unwind = {
  readonly parts: readonly string[];
  readonly index: readonly string[] | undefined;
  readonly keep: boolean;
};

function unwindOf(spec: unknown): Unwind {
  const { path, includeArrayIndex, preserveNullAndEmptyArrays }: Doc = isDoc(spec) ? spec : { path: spec };
  if (typeof path !== 'string' || !path.startsWith('$')) {
    throw new CommandError(28818, `path option to $unwind stage should be prefixed with a '$': ${String(path)}`);
  }
  const index = typeof includeArrayIndex === 'string' ? includeArrayIndex.split('.') : undefined;
  return { parts: path.slice(1).split('.'), index, keep: preserveNullAndEmptyArrays === true };
}

/** One document for each element of an array. */
function* unwind(docs: Iterable<Doc>, { parts, index, keep }: Unwind): Generator<Doc> {
  for (const doc of docs) {
    const value = read(doc, parts);
    if (Array.isArray(value) && value.length > 0) {
      for (const [i, element] of value.entries())
        yield unwound(doc, parts, { element, index, at: BSON.Long.fromNumber(i) });
    } else if (!isNothing(value)) yield unwound(doc, parts, { element: value, index, at: null });
    else if (keep) yield unwound(doc, parts, { element: value, index, at: null });
  }
}

/** What `$unwind` has nothing to make a document of. */
function isNothing(value: unknown): boolean {
  return value === null || value === undefined || Array.isArray(value);
}

type Unwound = { readonly element: unknown; readonly index: readonly string[] | undefined; readonly at: unknown };

function unwound(doc: Doc, parts: readonly string[], { element, index, at }: Unwound): Doc {
  const one = cloneValue(doc) as Doc;
  if (Array.isArray(element) && element.length === 0) erase(one, parts);
  else if (element !== undefined) write(one, parts, element);
  if (index) write(one, index, at);
  return one;
}

function* replaceRoot(docs: Iterable<Doc>, expression: unknown, scope: Scope): Generator<Doc> {
  const rootOf = compileExpression(expression, scope);
  for (const doc of docs) {
    const root = rootOf(doc);
    if (!isDoc(root)) {
      throw new CommandError(
        40228,
        `'newRoot' expression must evaluate to an object, but resulting value was: ${root === undefined ? 'MISSING' : shown(root)}`,
      );
    }
    yield root;
  }
}

/** Adds fields to each document; what comes out missing is taken away. */
function* addFields(docs: Iterable<Doc>, spec: Doc, scope: Scope): Generator<Doc> {
  const fields = flatten(spec).map(([path, value]) => ({
    parts: path.split('.'),
    compute: compileExpression(value, scope),
  }));
  for (const doc of docs) {
    let whole = doc;
    for (const { parts, compute } of fields) whole = withField(whole, parts, compute(doc)) as Doc;
    yield whole;
  }
}

/** A copy with a value at a path: in every element of an array on the way, and in place of what holds no fields. */
function withField(value: unknown, [part = '', ...rest]: readonly string[], given: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => withField(element, [part, ...rest], given));
  const doc: Doc = isDoc(value) ? { ...value } : {};
  if (rest.length > 0) setOwn(doc, part, withField(own(doc, part), rest, given));
  else if (given === undefined) Reflect.deleteProperty(doc, part);
  else setOwn(doc, part, given);
  return doc;
}

/** `$bucket` is a `$group` by the greatest boundary that is not above the value. */
function bucket(docs: Iterable<Doc>, { groupBy, boundaries, default: other, output }: Doc, scope: Scope): Doc[] {
  if (!Array.isArray(boundaries) || boundaries.length < 2) {
    throw new CommandError(40192, 'The $bucket boundaries field must be an array with at least 2 values');
  }
  const branches = boundaries.slice(0, -1).map((from: unknown, i) => ({
    case: { $and: [{ $gte: [groupBy, from] }, { $lt: [groupBy, boundaries[i + 1] as unknown] }] },
    then: from,
  }));
  const _id = { $switch: { branches, ...(other === undefined ? {} : { default: other }) } };
  const grouped = group(docs, { _id, ...(isDoc(output) ? output : { count: { $sum: 1 } }) }, scope);
  return [...grouped].sort(comparator({ _id: 1 }));
}

const byMingo = ['$setWindowFields', '$sample'];

function docOf(name: string, spec: unknown): Doc {
  if (isDoc(spec)) return spec;
  throw new CommandError(
    name === '$match' ? 15959 : name === '$group' ? 15947 : 15969,
    `the ${name} stage specification must be an object`,
  );
}

function count(name: string, spec: unknown): number {
  if (isNumber(spec) && Number.isInteger(toNumber(spec)) && toNumber(spec) >= 0) return toNumber(spec);
  throw new CommandError(
    name === '$skip' ? 5107200 : 5107201,
    `invalid argument to ${name} stage: Expected a non-negative number`,
  );
}

/** @throws CommandError for a stage that there is not, or that this store does not have */
export function nameOf(stage: unknown): string {
  const names = isDoc(stage) ? Object.keys(stage) : [];
  const [name] = names;
  if (name === undefined || names.length !== 1) {
    throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return name;
}

/** A stage by name: one of the exact ones, or mingo's. */
export function stageOf(name: string): Stage {
  const own = Object.hasOwn(stages, name) ? stages[name] : undefined;
  if (own) return own;
  if (name === '$changeStream')
    throw new CommandError(40573, 'The $changeStream stage is only supported on replica sets');
  if (known.includes(name)) throw notSupported(`the stage ${name}`);
  if (!byMingo.includes(name)) throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
  return (docs, spec, { variables }) => {
    checkExpression(spec);
    const plain = Array.from(docs, (doc) => promote(doc) as Doc);
    // mingo makes its windows of its own $function; what comes from outside has just been searched for scripts.
    const options = mingo().options(variables, name === '$setWindowFields');
    return asCommandError(() => mingo().run([{ [name]: promote(spec) }], plain, options));
  };
}

/** MongoDB's other stages. */
const known = [
  '$collStats',
  '$currentOp',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listLocalSessions',
  '$listSessions',
  '$planCacheStats',
  '$search',
  '$searchMeta',
  '$vectorSearch',
  '$listSearchIndexes',
  '$bucketAuto',
  '$densify',
  '$fill',
  '$redact',
  '$shardedDataDistribution',
];
