import { solveRidge } from './ridge.ts';
import { addSparse, dotSparse, type Sparse } from './sparse.ts';

/** Rows that one entry is told apart from: those nearest to its own. Up to some 65 entries of 12 phrasings, all. */
const mostRows = 800;
/** Weights below this share of an entry's largest don't change an answer, and most are below. */
const pruneBelow = 0.01;

/** One linear form per entry, by term: `entries[n]` gets `weights[n]`, n from `start[term]` to `start[term + 1]`. */
export type LinearForms = {
  readonly start: Int32Array;
  readonly entries: Int32Array;
  readonly weights: Float32Array;
};

export type TrainingSet = {
  readonly rows: readonly Sparse[];
  /** the entry of each row */
  readonly labels: readonly number[];
  readonly entryCount: number;
  readonly termCount: number;
};

type Weight = { readonly term: number; readonly entry: number; readonly weight: number };

/** One entry against all others, for each entry. */
export function solveOneVsAll(set: TrainingSet): LinearForms {
  const kept: Weight[] = [];
  const scratch = new Float64Array(set.termCount);
  for (let entry = 0; entry < set.entryCount; entry++) {
    const active = activeRows(set, entry, scratch);
    const target = Float64Array.from(active, ({ label }) => (label === entry ? 1 : 0));
    solveRidge(
      active.map(({ row }) => row),
      target,
      scratch,
    );
    const floor = pruneBelow * scratch.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    scratch.forEach((weight, term) => {
      if (Math.abs(weight) > floor) kept.push({ term, entry, weight });
    });
  }
  return pack(kept, set.termCount);
}

type Row = { readonly row: Sparse; readonly label: number };

function activeRows({ rows, labels }: TrainingSet, entry: number, scratch: Float64Array): Row[] {
  const all = rows.map((row, at): Row => ({ row, label: labels[at] ?? -1 }));
  if (all.length <= mostRows) return all;
  scratch.fill(0);
  for (const { row, label } of all) if (label === entry) addSparse(scratch, row, 1);
  return all
    .map((item) => ({ ...item, near: item.label === entry ? Infinity : dotSparse(item.row, scratch) }))
    .sort((left, right) => right.near - left.near)
    .slice(0, mostRows);
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

/** The linear forms' values for one text, one per entry. */
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
