/** A sparse vector: `weights[n]` at coordinate `terms[n]`. */
export type Sparse = { readonly terms: Int32Array; readonly weights: Float32Array };

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

/** target += factor · source */
export function add(target: Float64Array, source: Float64Array, factor: number): void {
  for (let at = 0; at < target.length; at++) target[at] = (target[at] ?? 0) + factor * (source[at] ?? 0);
}

export function dotSparse({ terms, weights }: Sparse, dense: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < terms.length; at++) sum += (weights[at] ?? 0) * (dense[terms[at] ?? 0] ?? 0);
  return sum;
}

/** target += factor · source */
export function addSparse(target: Float64Array, { terms, weights }: Sparse, factor: number): void {
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] ?? 0;
    target[term] = (target[term] ?? 0) + factor * (weights[at] ?? 0);
  }
}

/** Sets to 0 what the rows may have set: cheaper than all of a large vocabulary. */
export function clear(dense: Float64Array, rows: readonly Sparse[]): void {
  for (const { terms } of rows) for (const term of terms) dense[term] = 0;
}
