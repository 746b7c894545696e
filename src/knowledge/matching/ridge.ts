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
