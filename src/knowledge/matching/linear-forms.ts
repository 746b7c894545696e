import { solveRidge } from './ridge.ts';
import { addSparse, dotSparse, type Sparse } from './sparse.ts';

/** Rows that one entry is told apart from: those nearest to its own. Up to some 65 entries of 12 phrasings, all. */
const mostRows = 800;
/** Weights below this share of an entry's largest don't change an answer, and most are below. */
const pruneBelow = 0.04;

/** One linear form per entry, by term: `entries[n]` gets `weights[n]`, n from `start[term]` to `start[term + 1]`. */
export type LinearForms = {
  readonly start: Int32Array;
  readonly entries: Int32Array;
  readonly weights: Float32Array;
};

type Weight = { readonly term: number; readonly entry: number; readonly weight: number };
type Row = { readonly row: Sparse; readonly entry: number };

/**
 * One entry against all others, for each entry.
 *
 * @param rowsByEntry the vectors of each entry's phrasings
 */
export function solveOneVsAll(rowsByEntry: readonly (readonly Sparse[])[], termCount: number): LinearForms {
  const all = rowsByEntry.flatMap((rows, entry) => rows.map((row): Row => ({ row, entry })));
  const scratch = new Float64Array(termCount);
  const kept: Weight[] = [];
  rowsByEntry.forEach((own, entry) => {
    const active = nearestRows(all, own, scratch);
    const target = Float64Array.from(active, (row) => (row.entry === entry ? 1 : 0));
    const rows = active.map(({ row }) => row);
    solveRidge(rows, target, scratch);
    const floor = pruneBelow * scratch.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    scratch.forEach((weight, term) => {
      if (Math.abs(weight) > floor) kept.push({ term, entry, weight });
    });
  });
  return pack(kept, termCount);
}

function nearestRows(all: readonly Row[], own: readonly Sparse[], scratch: Float64Array): readonly Row[] {
  if (all.length <= mostRows) return all;
  scratch.fill(0);
  for (const row of own) addSparse(scratch, row, 1);
  const near = Float64Array.from(all, ({ row }) => dotSparse(row, scratch));
  const floor = near.toSorted().at(-mostRows) ?? 0;
  return all.filter(({ row }, at) => (near[at] ?? 0) >= floor || own.includes(row));
}

function pack(kept: readonly Weight[], termCount: number): LinearForms {
  const start = new Int32Array(termCount + 1);
  for (const { term } of kept) start[term + 1] = (start[term + 1] ?? 0) + 1;
  for (let term = 0; term < termCount; term++) start[term + 1] = (start[term + 1] ?? 0) + (start[term] ?? 0);
  const next = start.slice();
  const entries = new Int32Array(kept.length);
  const weights = new Float32Array(kept.length);
  for (const { term, entry, weight } of kept) {
    const at = next[term] ?? 0;
    next[term] = at + 1;
    entries[at] = entry;
    weights[at] = weight;
  }
  return { start, entries, weights };
}

/** The linear forms' values for one text, one per entry: about 1 for what is asked exactly as a phrasing has it. */
export function scoresOf({ terms, weights }: Sparse, forms: LinearForms, entryCount: number): Float32Array {
  const scores = new Float32Array(entryCount);
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] ?? 0;
    const value = weights[at] ?? 0;
    const end = forms.start[term + 1] ?? 0;
    for (let n = forms.start[term] ?? 0; n < end; n++) {
      const entry = forms.entries[n] ?? 0;
      scores[entry] = (scores[entry] ?? 0) + value * (forms.weights[n] ?? 0);
    }
  }
  return scores;
}
