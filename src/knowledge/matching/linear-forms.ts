import { createNearestRows } from './nearest-rows.ts';
import { solveRidge, solveRidges, type PackedRows } from './ridge.ts';
import type { Sparse } from './sparse.ts';

/** Weights below this share of an entry's largest change next to nothing, and most are below. */
const pruneBelowOf = (entryCount: number) => (entryCount > 300 ? 0.08 : 0.04);

/** One linear form per entry, by term: `entries[n]` gets `weights[n]`, n from `start[term]` to `start[term + 1]`. */
export type LinearForms = {
  readonly start: Int32Array;
  readonly entries: Int32Array;
  readonly weights: Float32Array;
};

/** Weights in the order in which they were found, three columns. */
type Kept = { readonly terms: number[]; readonly entries: number[]; readonly weights: number[] };

/** Up to here every entry is told apart from all rows, and all are solved together. */
const mostTogether = 3_000;

/**
 * One entry against the others, for each entry: against all of them, or where they are many against those near it.
 *
 * @param rowsByEntry the vectors of each entry's phrasings
 */
export function solveOneVsAll(rowsByEntry: readonly (readonly Sparse[])[], termCount: number): LinearForms {
  const all = rowsByEntry.flat();
  return all.length <= mostTogether ? solveTogether(rowsByEntry, termCount) : solveEach(rowsByEntry, termCount);
}

function solveTogether(rowsByEntry: readonly (readonly Sparse[])[], termCount: number): LinearForms {
  const width = rowsByEntry.length;
  const ownOf = Int32Array.from(rowsByEntry.flatMap((rows, entry) => rows.map(() => entry)));
  const weights = solveRidges(rowsByEntry.flat(), ownOf, { terms: termCount, width });
  const floors = new Float64Array(width);
  for (let at = 0; at < weights.length; at++) {
    floors[at % width] = Math.max(floors[at % width] ?? 0, Math.abs(weights[at] ?? 0));
  }
  const pruneBelow = pruneBelowOf(width);
  const kept: Kept = { terms: [], entries: [], weights: [] };
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at] ?? 0;
    if (Math.abs(weight) > pruneBelow * (floors[at % width] ?? 0)) keep(kept, { place: at, width, weight });
  }
  return pack(kept, termCount);
}

function keep(kept: Kept, { place, width, weight }: { place: number; width: number; weight: number }): void {
  kept.terms.push(Math.floor(place / width));
  kept.entries.push(place % width);
  kept.weights.push(weight);
}

function solveEach(rowsByEntry: readonly (readonly Sparse[])[], termCount: number): LinearForms {
  const all = rowsByEntry.flat();
  const nearestRows = createNearestRows(all, termCount);
  const renumber = createRenumber(termCount);
  const pruneBelow = pruneBelowOf(rowsByEntry.length);
  const kept: Kept = { terms: [], entries: [], weights: [] };
  let from = 0;
  rowsByEntry.forEach((own, entry) => {
    const [first, end] = [from, from + own.length];
    const active = nearestRows(own.map((_, at) => first + at));
    const { rows, terms } = renumber(active.flatMap((at) => all[at] ?? []));
    const weights = solveRidge(
      rows,
      Float64Array.from(active, (at) => (at >= first && at < end ? 1 : 0)),
    );
    const floor = pruneBelow * weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
    weights.forEach((weight, at) => {
      if (Math.abs(weight) <= floor) return;
      kept.terms.push(terms[at] ?? 0);
      kept.entries.push(entry);
      kept.weights.push(weight);
    });
    from = end;
  });
  return pack(kept, termCount);
}

/** A few rows one behind the other, their terms numbered from 0: what is solved over them stays in the processor's cache. */
function createRenumber(termCount: number) {
  const numberOf = new Int32Array(termCount);

  return (old: readonly Sparse[]): { rows: PackedRows; /** the old number of each new one */ terms: number[] } => {
    const found: number[] = [];
    const starts = new Int32Array(old.length + 1);
    old.forEach((row, at) => (starts[at + 1] = (starts[at] ?? 0) + row.terms.length));
    const terms = new Int32Array(starts[old.length] ?? 0);
    const weights = new Float32Array(terms.length);
    old.forEach((row, nth) => {
      const start = starts[nth] ?? 0;
      weights.set(row.weights, start);
      for (let at = 0; at < row.terms.length; at++) {
        const term = row.terms[at] ?? 0;
        // 0 stands for a term that has no number yet.
        if (numberOf[term] === 0) numberOf[term] = found.push(term);
        terms[start + at] = (numberOf[term] ?? 1) - 1;
      }
    });
    for (const term of found) numberOf[term] = 0;
    return { rows: { starts, terms, weights, width: found.length }, terms: found };
  };
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
