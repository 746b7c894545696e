import { add, addSparse, dot, dotSparse, type Sparse } from './sparse.ts';

/** Smoothing: higher forgives odd phrasings, lower follows each one. */
const lambda = 0.6;
const steps = 6;

/**
 * Kernel ridge regression with the linear kernel of the blended views: (K + λI)α = y by conjugate gradients,
 * then w = Xᵀα. K is never formed: K·p is two passes over the sparse rows.
 *
 * @param scratch one number per term; holds the weights w afterwards
 */
export function solveRidge(rows: readonly Sparse[], target: Float64Array, scratch: Float64Array): void {
  const alpha = new Float64Array(rows.length);
  const rest = Float64Array.from(target);
  const direction = Float64Array.from(target);
  let size = dot(rest, rest);
  for (let step = 0; step < steps && size > 1e-4; step++) {
    const product = kernelTimes(rows, direction, scratch);
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

function kernelTimes(rows: readonly Sparse[], vector: Float64Array, scratch: Float64Array): Float64Array {
  combine(rows, vector, scratch);
  return Float64Array.from(rows, (row, at) => dotSparse(row, scratch) + lambda * (vector[at] ?? 0));
}

/** scratch = Xᵀ · factors */
function combine(rows: readonly Sparse[], factors: Float64Array, scratch: Float64Array): void {
  scratch.fill(0);
  rows.forEach((row, at) => {
    const factor = factors[at] ?? 0;
    if (factor !== 0) addSparse(scratch, row, factor);
  });
}
