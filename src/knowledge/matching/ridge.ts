import { add, dot, type Sparse } from './sparse.ts';

/** Smoothing: higher forgives odd phrasings, lower follows each one. */
const lambda = 0.6;
/** Few: to stop early smooths as well. Against near rows alone, fewer still lose nothing. */
const steps = 9;
const stepsNear = 6;
const closeEnough = 1e-4;

/** Rows one behind the other: row n has the terms and weights from `starts[n]` to `starts[n + 1]`. */
export type PackedRows = {
  readonly starts: Int32Array;
  readonly terms: Int32Array;
  readonly weights: Float32Array;
  /** how many different terms */
  readonly width: number;
};

/**
 * Kernel ridge regression with the linear kernel of the blended views: (K + λI)α = y by conjugate gradients,
 * then w = Xᵀα. K is never formed: K·p is two passes over the sparse rows.
 *
 * @returns the weights w, one number a term
 */
export function solveRidge(rows: PackedRows, target: Float64Array): Float64Array {
  const alpha = new Float64Array(target.length);
  const rest = Float64Array.from(target);
  const direction = Float64Array.from(target);
  const product = new Float64Array(target.length);
  const weights = new Float64Array(rows.width);
  let size = dot(rest, rest);
  for (let step = 0; step < stepsNear && size > closeEnough; step++) {
    combine(rows, direction, weights);
    project(rows, weights, product);
    add(product, direction, lambda);
    const length = size / dot(direction, product);
    add(alpha, direction, length);
    add(rest, product, -length);
    const next = dot(rest, rest);
    const keep = next / size;
    for (let at = 0; at < direction.length; at++) direction[at] = (rest[at] ?? 0) + keep * (direction[at] ?? 0);
    size = next;
  }
  combine(rows, alpha, weights);
  return weights;
}

/** into = Xᵀ · factors */
function combine({ starts, terms, weights }: PackedRows, factors: Float64Array, into: Float64Array): void {
  into.fill(0);
  for (let row = 0; row < factors.length; row++) {
    const factor = factors[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at++) {
      const term = terms[at] ?? 0;
      into[term] = (into[term] ?? 0) + factor * (weights[at] ?? 0);
    }
  }
}

/** into = X · dense */
function project({ starts, terms, weights }: PackedRows, dense: Float64Array, into: Float64Array): void {
  for (let row = 0; row < into.length; row++) {
    const end = starts[row + 1] ?? 0;
    let sum = 0;
    for (let at = starts[row] ?? 0; at < end; at++) sum += (weights[at] ?? 0) * (dense[terms[at] ?? 0] ?? 0);
    into[row] = sum;
  }
}

/**
 * The same for many targets over the same rows, all at once: each term and row is looked up once for all of them, and
 * their numbers lie side by side, which takes a third of the time of one after the other.
 *
 * @param ownOf for each row, which target has 1 there; all others have 0
 * @returns the weights w, `width` numbers a term, one per target
 */
export function solveRidges(rows: readonly Sparse[], ownOf: Int32Array, size: Sizes): Float32Array {
  const { width } = size;
  const rest = new Float32Array(rows.length * width);
  ownOf.forEach((target, row) => (rest[row * width + target] = 1));
  const direction = rest.slice();
  const alpha = new Float32Array(rest.length);
  const product = new Float32Array(rest.length);
  const weights = new Float32Array(size.terms * width);
  let sizes = columnDots(rest, rest, width);
  for (let step = 0; step < steps && sizes.some((one) => one > closeEnough); step++) {
    spread(rows, { from: direction, into: weights.fill(0), width });
    gather(rows, { from: weights, into: product, width });
    for (let at = 0; at < product.length; at++) product[at] = (product[at] ?? 0) + lambda * (direction[at] ?? 0);
    const lengths = columnDots(direction, product, width).map((one, k) => (one > 0 ? (sizes[k] ?? 0) / one : 0));
    addColumns(alpha, direction, lengths);
    addColumns(
      rest,
      product,
      lengths.map((one) => -one),
    );
    const next = columnDots(rest, rest, width);
    const keeps = next.map((one, k) => ((sizes[k] ?? 0) > 0 ? one / (sizes[k] ?? 1) : 0));
    for (let at = 0; at < rest.length; at++) {
      direction[at] = (rest[at] ?? 0) + (keeps[at % width] ?? 0) * (direction[at] ?? 0);
    }
    sizes = next;
  }
  spread(rows, { from: alpha, into: weights.fill(0), width });
  return weights;
}

type Sizes = { readonly terms: number; /** how many targets */ readonly width: number };
type Pass = { readonly from: Float32Array; readonly into: Float32Array; readonly width: number };

/** into += Xᵀ · from: numbers by row become numbers by term. */
function spread(rows: readonly Sparse[], { from, into, width }: Pass): void {
  rows.forEach(({ terms, weights }, row) => {
    const start = row * width;
    for (let at = 0; at < terms.length; at++) {
      const weight = weights[at] ?? 0;
      const end = ((terms[at] ?? 0) + 1) * width;
      for (let k = end - width, r = start; k < end; k++, r++) into[k] = (into[k] ?? 0) + weight * (from[r] ?? 0);
    }
  });
}

/** into = X · from: numbers by term become numbers by row. */
function gather(rows: readonly Sparse[], { from, into, width }: Pass): void {
  into.fill(0);
  rows.forEach(({ terms, weights }, row) => {
    const end = (row + 1) * width;
    for (let at = 0; at < terms.length; at++) {
      const weight = weights[at] ?? 0;
      const start = (terms[at] ?? 0) * width;
      for (let r = end - width, k = start; r < end; r++, k++) into[r] = (into[r] ?? 0) + weight * (from[k] ?? 0);
    }
  });
}

function columnDots(left: Float32Array, right: Float32Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < left.length; at += width) {
    for (let k = 0; k < width; k++) sums[k] = (sums[k] ?? 0) + (left[at + k] ?? 0) * (right[at + k] ?? 0);
  }
  return sums;
}

/** target += source, each column times its factor. */
function addColumns(target: Float32Array, source: Float32Array, factors: Float64Array): void {
  const width = factors.length;
  for (let at = 0; at < target.length; at += width) {
    for (let k = 0; k < width; k++) target[at + k] = (target[at + k] ?? 0) + (factors[k] ?? 0) * (source[at + k] ?? 0);
  }
}
