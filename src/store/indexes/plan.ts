import type { Collator } from '../documents/compare.ts';
import type { Doc } from '../documents/values.ts';
import type { Interval } from './bounds.ts';
import type { Index } from './index-entries.ts';

/** How candidates are found: by an index over some stretches of its keys, by several plans together, or all of them. */
export type Plan =
  | {
      readonly kind: 'index';
      readonly index: Index;
      readonly intervals: readonly Interval[];
      readonly reverse: boolean;
      /** The order asked for comes from the index; `merged`: by reading its stretches side by side. */
      readonly sorted: boolean;
      readonly merged: boolean;
      /** All of a unique index's key is known, or several to choose from: each has one entry, or none. */
      readonly keys?: readonly Buffer[] | undefined;
      /** Each candidate answers the filter: nobody need look. */
      readonly exact: boolean;
    }
  | { readonly kind: 'or'; readonly plans: readonly Plan[]; readonly sorted: false; readonly exact: false }
  | { readonly kind: 'scan'; readonly reverse: boolean; readonly sorted: boolean; readonly exact: boolean };

export type Query = {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly hint?: string | Doc | undefined;
  readonly collator?: Collator | undefined;
};
