import type { Sparse } from './sparse.ts';
import { viewNames, type Shares, type Views } from './views.ts';

/** The terms of all phrasings: a number for each, and how telling it is. */
export type Vocabulary = {
  readonly ids: ReadonlyMap<string, number>;
  /** weight of a term by its number, by how few phrasings have it */
  readonly weights: Float32Array;
  /** of a term that no phrasing has */
  readonly unknownWeight: number;
};

/** Below 1: with a dozen phrasings an entry, how rare a term is says less than in a library. */
const rarityPower = 0.5;

export function learnVocabulary(texts: readonly Views[]): Vocabulary {
  const ids = new Map<string, number>();
  const counts: number[] = [];
  for (const views of texts) {
    for (const name of viewNames) {
      for (const term of new Set(views[name])) {
        const id = ids.get(term) ?? ids.size;
        ids.set(term, id);
        counts[id] = (counts[id] ?? 0) + 1;
      }
    }
  }
  const rarity = (count: number) => (Math.log((1 + texts.length) / (1 + count)) + 1) ** rarityPower;
  return { ids, weights: Float32Array.from(counts, rarity), unknownWeight: rarity(0) };
}

/** @returns a function that keeps its working memory between calls */
export function createVectors({ ids, weights, unknownWeight }: Vocabulary, shares: Shares) {
  const counts = new Uint16Array(weights.length);

  /** Each term once into `into`, and how often into `counts`; @returns the squared weight of the unknown ones. */
  function count(terms: readonly string[], into: number[]): number {
    let unknown = 0;
    for (const term of terms) {
      const id = ids.get(term);
      if (id === undefined) {
        unknown += unknownWeight * unknownWeight;
        continue;
      }
      const before = counts[id] ?? 0;
      if (before === 0) into.push(id);
      counts[id] = before + 1;
    }
    return unknown;
  }

  function weightOf(id: number): number {
    const often = counts[id] ?? 1;
    counts[id] = 0;
    const weight = weights[id] ?? unknownWeight;
    return often === 1 ? weight : weight * (1 + Math.log(often));
  }

  /** A text as the known terms of its views; of length 1 where every term is known. */
  return function vectorOf(views: Views): Sparse {
    const terms: number[] = [];
    const values: number[] = [];
    for (const name of viewNames) {
      if (shares[name] === 0) continue;
      const from = terms.length;
      let size = count(views[name], terms);
      for (let at = from; at < terms.length; at++) {
        const weight = weightOf(terms[at] ?? 0);
        values.push(weight);
        size += weight * weight;
      }
      const scale = Math.sqrt(shares[name] / (size || 1));
      for (let at = from; at < values.length; at++) values[at] = (values[at] ?? 0) * scale;
    }
    return { terms: Int32Array.from(terms), weights: Float32Array.from(values) };
  };
}

/** How much of what the text is about some terms cover, by weight: 0 to 1. */
export function coverageOf(content: readonly string[], vocabulary: Vocabulary, terms: ReadonlySet<number>): number {
  let all = 0;
  let covered = 0;
  for (const term of new Set(content)) {
    const id = vocabulary.ids.get(term);
    const weight = id === undefined ? vocabulary.unknownWeight : (vocabulary.weights[id] ?? 0);
    all += weight * weight;
    if (id !== undefined && terms.has(id)) covered += weight * weight;
  }
  return all === 0 ? 0 : covered / all;
}
