import { compileExpression } from './expression.ts';
import { CommandError, failedToParse } from './errors.ts';
import { elementTest } from './match.ts';
import { type Doc, isDoc, isNumber, own, setOwn, toNumber } from './values.ts';

/** Makes what a find shows of a document; `position` is the array element that the filter met. */
export type Project = (doc: Doc, position?: number) => Doc;
/** Fields by name: true where one ends, a tree where it goes on. */
type Tree = Doc;
type Kind = 'include' | 'exclude' | 'operator';

/** @returns undefined where documents are shown whole */
export function compileProjection(projection: Doc | undefined, variables: Doc = {}): Project | undefined {
  if (!projection || Object.keys(projection).length === 0) return undefined;
  const fields = flatten(projection);
  return isInclusion(fields) ? inclusion(fields, variables) : exclusion(fields);
}

/** @throws CommandError where some fields are asked for and others left out */
function isInclusion(fields: readonly Field[]): boolean {
  const others = fields.filter(([path]) => path !== '_id');
  const excluded = others.find(([, value]) => kindOf(value) === 'exclude');
  const including =
    others.some(([, value]) => kindOf(value) === 'include') || fields.some(([, value]) => isComputed(value));
  if (including && excluded) throw mixed(others, excluded);
  return including || (others.length === 0 && kindOf(fields[0]?.[1]) === 'include');
}

/** The first field says which of the two it is. */
function mixed(fields: readonly Field[], excluded: Field): CommandError {
  const included = fields.find(([, value]) => kindOf(value) !== 'exclude');
  if (fields[0] !== excluded || !included)
    return new CommandError(31254, `Cannot do exclusion on field ${excluded[0]} in inclusion projection`);
  return new CommandError(31253, `Cannot do inclusion on field ${included[0]} in exclusion projection`);
}

type Field = readonly [path: string, value: unknown];

/** The paths of a specification: a document in it that is no expression goes on the path. */
export function flatten(projection: Doc, prefix = ''): Field[] {
  return Object.entries(projection).flatMap(([field, value]): Field[] => {
    const path = prefix + field;
    if (path === '' || path.startsWith('.') || path.endsWith('.'))
      throw new CommandError(40353, 'FieldPath must not be empty or end with a dot');
    if (isDoc(value) && Object.keys(value).length === 0)
      throw failedToParse('An empty sub-projection is not a valid value. Found empty object at path');
    return isDoc(value) && !Object.keys(value)[0]?.startsWith('$') ? flatten(value, `${path}.`) : [[path, value]];
  });
}

function kindOf(value: unknown): Kind {
  if (isNumber(value)) return toNumber(value) === 0 ? 'exclude' : 'include';
  if (typeof value === 'boolean') return value ? 'include' : 'exclude';
  return 'operator';
}

function isComputed(value: unknown): boolean {
  return kindOf(value) === 'operator' && !(isDoc(value) && Object.hasOwn(value, '$slice'));
}

function inclusion(fields: readonly Field[], variables: Doc): Project {
  const computed = computedOf(fields, variables);
  const plain: Tree = {};
  if (!fields.some(([path]) => path === '_id')) setOwn(plain, '_id', true);
  for (const [path, value] of fields) {
    if (kindOf(value) === 'include' || isInPlace(value)) plant(plain, path.replace(/\.\$$/, ''), true);
  }
  return (doc, position) => {
    const shown = pick(doc, plain) as Doc;
    for (const [path] of fields) if (path.endsWith('.$')) keepOnly(shown, path.slice(0, -2), position);
    for (const compute of computed) compute(shown, doc);
    return shown;
  };
}

function isInPlace(value: unknown): boolean {
  return isDoc(value) && (Object.hasOwn(value, '$slice') || Object.hasOwn(value, '$elemMatch'));
}

function plant(tree: Tree, path: string, value: unknown): void {
  const parts = path.split('.');
  let node = tree;
  for (const [i, part] of parts.entries()) {
    const here = own(node, part);
    if (i === parts.length - 1) {
      if (here !== undefined) throw new CommandError(31250, `Path collision at ${path}`);
      setOwn(node, part, value);
      return;
    }
    if (here === true)
      throw new CommandError(31249, `Path collision at ${path} remaining portion ${parts.slice(i + 1).join('.')}`);
    if (!isDoc(here)) setOwn(node, part, {});
    node = own(node, part) as Tree;
  }
}

function pick(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value))
    return value.filter((element) => isDoc(element) || Array.isArray(element)).map((element) => pick(element, tree));
  if (!isDoc(value)) return undefined;
  const shown: Doc = {};
  for (const field of Object.keys(value)) {
    const node = own(tree, field);
    if (node === true) setOwn(shown, field, value[field]);
    else if (isDoc(node)) {
      const inner = pick(value[field], node);
      if (inner !== undefined) setOwn(shown, field, inner);
    }
  }
  return shown;
}

function omit(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((element) => omit(element, tree));
  if (!isDoc(value)) return value;
  const shown: Doc = {};
  for (const field of Object.keys(value)) {
    const node = own(tree, field);
    if (node !== true) setOwn(shown, field, isDoc(node) ? omit(value[field], node) : value[field]);
  }
  return shown;
}

function exclusion(fields: readonly Field[]): Project {
  const tree: Tree = {};
  const slices = computedOf(fields, {});
  for (const [path, value] of fields) if (kindOf(value) === 'exclude') plant(tree, path, true);
  return (doc) => {
    const shown = omit(doc, tree) as Doc;
    for (const compute of slices) compute(shown, doc);
    return shown;
  };
}

/** Applies `change` to what stands at a path, in every document of the arrays on the way. */
function changeAt(value: unknown, parts: readonly string[], change: (found: unknown) => unknown): void {
  const [part, ...rest] = parts;
  if (part === undefined) return;
  if (Array.isArray(value)) for (const element of value) changeAt(element, parts, change);
  if (!isDoc(value) || !Object.hasOwn(value, part)) return;
  if (rest.length > 0) changeAt(value[part], rest, change);
  else {
    const changed = change(value[part]);
    if (changed === undefined) Reflect.deleteProperty(value, part);
    else setOwn(value, part, changed);
  }
}

function keepOnly(shown: Doc, path: string, position: number | undefined): void {
  if (position === undefined)
    throw new CommandError(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  changeAt(shown, path.split('.'), (array) => (Array.isArray(array) ? [array[position]] : array));
}

/** Changes what is shown by one of the projection's operators. */
type Compute = (shown: Doc, doc: Doc) => void;

function computedOf(fields: readonly Field[], variables: Doc): Compute[] {
  return fields.flatMap(([path, value]) =>
    kindOf(value) === 'operator' ? [computeOf(path.split('.'), value, variables)] : [],
  );
}

function computeOf(parts: readonly string[], value: unknown, variables: Doc): Compute {
  const slicing = isDoc(value) ? own(value, '$slice') : undefined;
  if (isSlice(slicing))
    return (shown) => changeAt(shown, parts, (array) => (Array.isArray(array) ? slice(array, slicing) : array));
  const wanted = isDoc(value) ? own(value, '$elemMatch') : undefined;
  if (isDoc(wanted)) return firstMatch(parts, elementTest(wanted));
  const evaluate = compileExpression(value, { variables });
  return (shown, doc) => {
    const result = evaluate(doc);
    if (result !== undefined) place(shown, parts, result);
  };
}

function firstMatch(parts: readonly string[], test: (element: unknown) => boolean): Compute {
  return (shown) =>
    changeAt(shown, parts, (array) => {
      const found: unknown = Array.isArray(array) ? array.find((element) => test(element)) : undefined;
      return found === undefined ? undefined : [found];
    });
}

function isSlice(operand: unknown): boolean {
  return isNumber(operand) || (Array.isArray(operand) && operand.length === 2 && operand.every(isNumber));
}

function slice(array: readonly unknown[], operand: unknown): unknown[] {
  if (!Array.isArray(operand)) {
    const count = toNumber(operand);
    return count < 0 ? array.slice(count) : array.slice(0, count);
  }
  const [skip = 0, limit = 0] = operand.map(toNumber);
  if (limit <= 0) throw new CommandError(28724, 'First argument to $slice must be positive');
  const from = skip < 0 ? Math.max(0, array.length + skip) : skip;
  return array.slice(from, from + limit);
}

function place(shown: Doc, parts: readonly string[], value: unknown): void {
  let node = shown;
  for (const part of parts.slice(0, -1)) {
    if (!isDoc(own(node, part))) setOwn(node, part, {});
    node = own(node, part) as Doc;
  }
  setOwn(node, parts.at(-1) ?? '', value);
}
