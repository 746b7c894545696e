import type { Sparse } from './sparse.ts';

/** Rows that one entry is told apart from: beyond its nearest ones, others change little. Fewer where entries are many. */
const mostRowsOf = (allRows: number) => (allRows > 4_000 ? 300 : 1_000);
/** The entry's heaviest terms say which rows are near; its hundreds of light ones would say the same, slower. */
const mostTerms = 48;

/** @returns for the rows of one entry, the positions of the nearest rows of all, its own among them */
export function createNearestRows(all: readonly Sparse[], termCount: number) {
  const mostRows = mostRowsOf(all.length);
  const rowsOf = postings(all, termCount);
  const likeness = new Float64Array(all.length);

  return function nearestRows(own: readonly number[]): number[] {
    const touched: number[] = [];
    for (const [term, weight] of heaviestTerms(own.map((at) => all[at]))) {
      for (const row of rowsOf[term] ?? []) {
        if (likeness[row] === 0) touched.push(row);
        likeness[row] = (likeness[row] ?? 0) + weight;
      }
    }
    // Its own rows come first whatever ties there are: without them it would learn nothing.
    for (const at of own) likeness[at] = 0;
    const floor = Math.max(
      Number.MIN_VALUE,
      Float64Array.from(touched, (row) => likeness[row] ?? 0)
        .sort()
        .at(-mostRows) ?? 0,
    );
    const near = touched.filter((row) => (likeness[row] ?? 0) >= floor).sort((left, right) => left - right);
    for (const row of touched) likeness[row] = 0;
    return [...own, ...near.slice(0, mostRows)];
  };
}

function heaviestTerms(rows: readonly (Sparse | undefined)[]): readonly (readonly [term: number, weight: number])[] {
  const centre = new Map<number, number>();
  for (const row of rows) {
    row?.terms.forEach((term, n) => centre.set(term, (centre.get(term) ?? 0) + (row.weights[n] ?? 0)));
  }
  return [...centre].sort((left, right) => right[1] - left[1]).slice(0, mostTerms);
}

function postings(all: readonly Sparse[], termCount: number): readonly (readonly number[])[] {
  const rowsOf: number[][] = Array.from({ length: termCount }, () => []);
  all.forEach(({ terms }, row) => {
    for (const term of terms) rowsOf[term]?.push(row);
  });
  return rowsOf;
}
