import type { SortField } from '../documents/sort.ts';
import type { Index } from './index-entries.ts';
import type { Prefix } from './index-prefix.ts';

type IndexOrder = { readonly direction: number; readonly merged: boolean };
const unordered: IndexOrder = { direction: 0, merged: false };
const mostMerged = 50;

/** How an index gives the order asked for: in one reading, or by merging the stretches of several values. */
export function orderOfIndex({ fields, multikey, cut }: Index, sort: readonly SortField[], prefix: Prefix): IndexOrder {
  if (multikey || cut) return unordered;
  const direction = sortDirection(fields, sort, prefix.single);
  if (direction !== 0 || prefix.several.size === 0 || prefix.bytes.length > mostMerged)
    return { direction, merged: false };
  if (sort.some(({ path }) => prefix.several.has(path))) return unordered;
  return { direction: sortDirection(fields, sort, new Set([...prefix.single, ...prefix.several])), merged: true };
}

/** 1 or -1 where reading the index forwards or backwards gives the order asked for, else 0. */
function sortDirection(fields: readonly SortField[], sort: readonly SortField[], fixed: ReadonlySet<string>): number {
  const wanted = sort.filter(({ path }) => !fixed.has(path));
  const given = fields.filter(({ path }) => !fixed.has(path));
  if (sort.length > 0 && wanted.length === 0) return 1;
  let direction = 0;
  for (const [i, { path, descending }] of wanted.entries()) {
    const field = given[i];
    if (field?.path !== path) return 0;
    const way = field.descending === descending ? 1 : -1;
    if (direction !== 0 && way !== direction) return 0;
    direction = way;
  }
  return direction;
}
