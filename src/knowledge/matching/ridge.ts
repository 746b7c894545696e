import { add, addSparse, clear, dot, dotSparse, type Sparse } from './sparse.ts';

/** Smoothing: higher forgives odd phrasings, lower follows each one. */
const lambda = 0.6;
/** Few: to stop early smooths as well. */
const steps = 9;
const closeEnough = 1e-4;

/**
 * Kernel ridge regression with the linear kernel of the blended views: (K + λI)α = y by conjugate gradients,
 * then w = Xᵀα. K is never formed: K·p is two passes over the sparse rows.
 *
 * @param scratch one number per term, all 0; holds the weights w afterwards
 */
export function solveRidge(rows: readonly Sparse[], target: Float64Array, scratch: Float64Array): void {
  const alpha = new Float64Array(rows.length);
  const rest = Float64Array.from(target);
  const direction = Float64Array.from(target);
  const product = new Float64Array(rows.length);
  let size = dot(rest, rest);
  for (let step = 0; step < steps && size > closeEnough; step++) {
    combine(rows, direction, scratch);
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at];
      if (row) product[at] = dotSparse(row, scratch) + lambda * (direction[at] ?? 0);
    }
    clear(scratch, rows);
    const length = size / dot(direction, product);
    add(alpha, direction, length);
    add(rest, product, -length);
    const next = dot(rest, rest);
    const keep = next / size;
    for (let at = 0; at < direction.length; at++) direction[at] = (rest[at] ?? 0) + keep * (direction[at] ?? 0);
    size = next;
  }
  combine(rows, alpha, scratch);
}

/** scratch += Xᵀ · factors */
function combine(rows: readonly Sparse[], factors: Float64Array, scratch: Float64Array): void {
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    const factor = factors[at] ?? 0;
    if (row && factor !== 0) addSparse(scratch, row, factor);
  }
}
