import { BSON } from 'bson';
import { badValue, CommandError } from './errors.ts';
import { isIndex } from './path.ts';
import { type Doc, isDoc, own, setOwn } from './values.ts';

/** A place in a document, found for writing: what holds it, under which name, and whether something stands there. */
type Place = { readonly holder: Doc | unknown[]; readonly part: string };

const longestPadding = 1_500_000;

export function shown(value: unknown): string {
  return BSON.EJSON.stringify(value);
}

/** What stands at a concrete path; undefined where nothing does. */
export function read(doc: Doc, parts: readonly string[]): unknown {
  let value: unknown = doc;
  for (const part of parts) value = child(value, part);
  return value;
}

function child(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return isIndex(part) ? (value[Number(part)] as unknown) : undefined;
  return isDoc(value) ? own(value, part) : undefined;
}

export function exists(doc: Doc, parts: readonly string[]): boolean {
  const holder = read(doc, parts.slice(0, -1));
  const last = parts.at(-1) ?? '';
  if (Array.isArray(holder)) return isIndex(last) && Number(last) < holder.length;
  return isDoc(holder) && Object.hasOwn(holder, last);
}

/** @throws CommandError PathNotViable where a scalar, or a word in an array, stands in the way */
export function write(doc: Doc, parts: readonly string[], value: unknown): void {
  const { holder, part } = placeFor(doc, parts);
  if (Array.isArray(holder)) putAt(holder, Number(part), value);
  else setOwn(holder, part, value);
}

function placeFor(doc: Doc, parts: readonly string[]): Place {
  let holder: Doc | unknown[] = doc;
  for (const [i, part] of parts.entries()) {
    if (Array.isArray(holder) && !isIndex(part)) throw notViable(part, parts.slice(0, i), holder);
    if (i === parts.length - 1) return { holder, part };
    holder = step(holder, parts, i);
  }
  return { holder, part: '' };
}

function step(holder: Doc | unknown[], parts: readonly string[], i: number): Doc | unknown[] {
  const part = parts[i] ?? '';
  const next = child(holder, part);
  if (isDoc(next) || Array.isArray(next)) return next;
  const isThere = Array.isArray(holder) ? Number(part) < holder.length : Object.hasOwn(holder, part);
  if (isThere) throw notViable(parts[i + 1] ?? '', parts.slice(0, i + 1), next);
  const made: Doc = {};
  if (Array.isArray(holder)) putAt(holder, Number(part), made);
  else setOwn(holder, part, made);
  return made;
}

function notViable(field: string, path: readonly string[], value: unknown): CommandError {
  return new CommandError(28, `Cannot create field '${field}' in element {${path.at(-1) ?? ''}: ${shown(value)}}`);
}

function putAt(array: unknown[], index: number, value: unknown): void {
  if (index - array.length > longestPadding) {
    throw new CommandError(2, `Cannot backfill array with more than ${longestPadding} elements`);
  }
  while (array.length < index) array.push(null);
  array[index] = value;
}

/** Takes a field away; an element of an array becomes null, so that the others keep their places. */
export function erase(doc: Doc, parts: readonly string[]): void {
  if (!exists(doc, parts)) return;
  const holder = read(doc, parts.slice(0, -1));
  const last = parts.at(-1) ?? '';
  if (Array.isArray(holder)) holder[Number(last)] = null;
  else if (isDoc(holder)) Reflect.deleteProperty(holder, last);
}

/** What `$` and `$[name]` stand for in one update. */
export type Positions = {
  readonly position: number | undefined;
  readonly filters: Readonly<Record<string, (element: unknown) => boolean>>;
};

/**
 * The concrete paths that a path with `$`, `$[]` or `$[name]` means in this document.
 *
 * @throws CommandError BadValue where there is no array to apply it to
 */
export function concrete(doc: Doc, path: string, positions: Positions): string[][] {
  let paths: string[][] = [[]];
  for (const part of path.split('.')) {
    if (part.startsWith('$')) paths = paths.flatMap((before) => expand(doc, before, { part, positions }));
    else paths.forEach((before) => before.push(part));
  }
  return paths;
}

function expand(doc: Doc, before: string[], { part, positions }: { part: string; positions: Positions }): string[][] {
  if (part === '$') {
    if (positions.position !== undefined) return [[...before, String(positions.position)]];
    throw new CommandError(2, 'The positional operator did not find the match needed from the query.');
  }
  const name = /^\$\[(.*)\]$/.exec(part)?.[1];
  if (name === undefined) return [[...before, part]];
  const array = arrayAt(doc, before);
  if (name === '') return array.map((_, i) => [...before, String(i)]);
  const picks = Object.hasOwn(positions.filters, name) ? positions.filters[name] : undefined;
  if (!picks) throw badValue(`No array filter found for identifier '${name}' in path '${[...before, part].join('.')}'`);
  return array.flatMap((element, i) => (picks(element) ? [[...before, String(i)]] : []));
}

function arrayAt(doc: Doc, path: readonly string[]): unknown[] {
  const array = read(doc, path);
  if (Array.isArray(array)) return array;
  if (array === undefined) {
    throw badValue(`The path '${path.join('.')}' must exist in the document in order to apply array updates.`);
  }
  throw badValue(`Cannot apply array updates to non-array element ${path.at(-1) ?? ''}: ${shown(array)}`);
}
