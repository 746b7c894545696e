import { type Collator, compare } from './compare.ts';
import { CommandError, notSupported } from './errors.ts';
import { valuesAt } from './path.ts';
import { type Doc, isNumber, toNumber } from './values.ts';

export type SortField = { readonly path: string; readonly parts: readonly string[]; readonly descending: boolean };

/** @throws CommandError where a direction is neither 1 nor -1 */
export function sortFields(spec: Doc): SortField[] {
  return Object.entries(spec).map(([path, direction]) => {
    if (!isNumber(direction)) throw notSupported('a $sort by anything but 1 and -1');
    const sign = toNumber(direction);
    if (sign !== 1 && sign !== -1)
      throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return { path, parts: path.split('.'), descending: sign < 0 };
  });
}

/** Order of documents by a sort specification: an array sorts by its least element, or descending by its greatest. */
export function comparator(spec: Doc, collator?: Collator): (a: Doc, b: Doc) => number {
  const fields = sortFields(spec);
  return (a, b) => {
    for (const field of fields) {
      const difference = compare(sortValue(a, field, collator), sortValue(b, field, collator), collator);
      if (difference !== 0) return field.descending ? -difference : difference;
    }
    return 0;
  };
}

function elements(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [value ?? null];
  return value.length === 0 ? [undefined] : (value as unknown[]);
}

/** A missing field sorts as null, an empty array below it. */
export function sortValue(doc: Doc, { parts, descending }: SortField, collator?: Collator): unknown {
  const found = valuesAt(doc, parts);
  if (found.length === 1 && !Array.isArray(found[0])) return found[0] ?? null;
  const values = found.flatMap(elements);
  if (values.length === 0) return null;
  return values.reduce((best: unknown, value: unknown) => {
    const difference = compare(value, best, collator);
    return (descending ? difference > 0 : difference < 0) ? value : best;
  });
}
