import { createNearestRows } from './nearest-rows.ts';
import { solveRidge } from './ridge.ts';
import type { Sparse } from './sparse.ts';

/** Weights below this share of an entry's largest don't change an answer, and most are below. */
const pruneBelow = 0.04;

/** One linear form per entry, by term: `entries[n]` gets `weights[n]`, n from `start[term]` to `start[term + 1]`. */
export type LinearForms = {
  readonly start: Int32Array;
  readonly entries: Int32Array;
  readonly weights: Float32Array;
};

/** Weights in the order in which they were found, three columns. */
type Kept = { readonly terms: number[]; readonly entries: number[]; readonly weights: number[] };

/**
 * One entry against those near it, for each entry.
 *
 * @param rowsByEntry the vectors of each entry's phrasings
 */
export function solveOneVsAll(rowsByEntry: readonly (readonly Sparse[])[], termCount: number): LinearForms {
  const all = rowsByEntry.flat();
  const nearestRows = createNearestRows(all, termCount);
  const scratch = new Float64Array(termCount);
  const kept: Kept = { terms: [], entries: [], weights: [] };
  let from = 0;
  rowsByEntry.forEach((own, entry) => {
    const [first, end] = [from, from + own.length];
    const active = nearestRows(own.map((_, at) => first + at));
    const rows = active.flatMap((at) => all[at] ?? []);
    const target = Float64Array.from(active, (at) => (at >= first && at < end ? 1 : 0));
    solveRidge(rows, target, scratch);
    takeTelling(rows, scratch, (term, weight) => {
      kept.terms.push(term);
      kept.entries.push(entry);
      kept.weights.push(weight);
    });
    from = end;
  });
  return pack(kept, termCount);
}

/** Hands over the weights that count and leaves the scratch empty; other terms than those of the rows have none. */
function takeTelling(rows: readonly Sparse[], scratch: Float64Array, take: (term: number, weight: number) => void) {
  let largest = 0;
  for (const { terms } of rows) {
    for (const term of terms) largest = Math.max(largest, Math.abs(scratch[term] ?? 0));
  }
  for (const { terms } of rows) {
    for (const term of terms) {
      const weight = scratch[term] ?? 0;
      if (Math.abs(weight) > pruneBelow * largest) take(term, weight);
      scratch[term] = 0;
    }
  }
}

function pack(kept: Kept, termCount: number): LinearForms {
  const start = new Int32Array(termCount + 1);
  for (const term of kept.terms) start[term + 1] = (start[term + 1] ?? 0) + 1;
  for (let term = 0; term < termCount; term++) start[term + 1] = (start[term + 1] ?? 0) + (start[term] ?? 0);
  const next = start.slice();
  const entries = new Int32Array(kept.terms.length);
  const weights = new Float32Array(kept.terms.length);
  kept.terms.forEach((term, at) => {
    const place = next[term] ?? 0;
    next[term] = place + 1;
    entries[place] = kept.entries[at] ?? 0;
    weights[place] = kept.weights[at] ?? 0;
  });
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
