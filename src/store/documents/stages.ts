import { Aggregator } from 'mingo';
import { CommandError, notSupported } from './errors.ts';
import { asCommandError, mingoOptions, promote, type Scope } from './expression.ts';
import { group } from './group.ts';
import { compile } from './match.ts';
import { compileProjection } from './project.ts';
import { comparator } from './sort.ts';
import { type Doc, isDoc, isNumber, toNumber } from './values.ts';

/** One stage of a pipeline over a stream of documents. */
export type Stage = (docs: Iterable<Doc>, spec: unknown, scope: Scope) => Iterable<Doc>;

/** Stages whose matching, order and types have to be exact. */
export const stages: Readonly<Record<string, Stage>> = {
  *$match(docs, spec, scope) {
    const test = compile(docOf('$match', spec), scope);
    for (const doc of docs) if (test(doc)) yield doc;
  },
  $sort: (docs, spec, { collator }) => [...docs].sort(comparator(docOf('$sort', spec), collator)),
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
  *$project(docs, spec, scope) {
    const project = compileProjection(docOf('$project', spec), scope.variables);
    if (!project) throw new CommandError(51272, 'projection specification must have at least one field');
    for (const doc of docs) yield project(doc);
  },
};

const byMingo = [
  '$addFields',
  '$set',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
  '$unwind',
  '$bucket',
  '$bucketAuto',
  '$redact',
  '$setWindowFields',
  '$densify',
  '$fill',
  '$sample',
];

function docOf(name: string, spec: unknown): Doc {
  if (isDoc(spec)) return spec;
  throw new CommandError(
    name === '$match' ? 15959 : name === '$group' ? 15947 : 15969,
    `the ${name} stage specification must be an object`,
  );
}

function count(name: string, spec: unknown): number {
  if (isNumber(spec) && Number.isInteger(toNumber(spec)) && toNumber(spec) >= 0) return toNumber(spec);
  throw new CommandError(5107201, `invalid argument to ${name} stage: Expected a non-negative number`);
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
  if (known.includes(name)) throw notSupported(`the stage ${name}`);
  if (!byMingo.includes(name)) throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
  return (docs, spec, { variables }) => {
    const plain = Array.from(docs, (doc) => promote(doc) as Doc);
    return asCommandError(() => new Aggregator([{ [name]: promote(spec) }], mingoOptions(variables)).run<Doc>(plain));
  };
}

/** MongoDB's other stages. */
const known = [
  '$changeStream',
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
];
