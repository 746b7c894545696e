import { type Doc, isDoc, own } from './values.ts';

/** Where a filter met an array: the element that `$` in an update stands for. */
export type Seen = { position?: number };

const digits = /^(0|[1-9]\d*)$/;

export function isIndex(part: string): boolean {
  return digits.test(part);
}

/** A dotted path taken apart, and `leaf`, which sees what stands at its end: undefined where nothing does. */
export type Walk = {
  readonly parts: readonly string[];
  readonly leaf: (value: unknown) => boolean;
  readonly seen?: Seen | undefined;
};

/**
 * Walks a path as filters do: through documents by field, through arrays by number and by every document in them.
 *
 * @returns true when a leaf said so, which ends the walk
 */
export function walk(value: unknown, way: Walk): boolean {
  return step(value, 0, way);
}

function step(value: unknown, i: number, way: Walk): boolean {
  const part = way.parts[i];
  if (part === undefined) return way.leaf(value);
  if (isDoc(value)) return step(own(value, part), i + 1, way);
  if (!Array.isArray(value)) return way.leaf(undefined);
  if (isIndex(part) && Number(part) < value.length && step(value[Number(part)], i + 1, way)) return true;
  const at = value.findIndex((element) => isDoc(element) && step(element, i, way));
  if (at >= 0 && way.seen) way.seen.position = at;
  return at >= 0;
}

/** Every value that a path leads to, arrays at its end not taken apart: for sorting and index keys. */
export function valuesAt(doc: Doc, parts: readonly string[]): unknown[] {
  const values: unknown[] = [];
  walk(doc, {
    parts,
    leaf(value) {
      values.push(value);
      return false;
    },
  });
  return values;
}
