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
const rarityPower = 0.6;

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

/** A text as the known terms of its views; of length 1 where every term is known. */
export function vectorOf(views: Views, vocabulary: Vocabulary, shares: Shares): Sparse {
  const terms: number[] = [];
  const weights: number[] = [];
  for (const name of viewNames) {
    if (shares[name] === 0) continue;
    const from = terms.length;
    const size = weigh(views[name], vocabulary, (id, weight) => {
      terms.push(id);
      weights.push(weight);
    });
    const scale = Math.sqrt(shares[name] / (size || 1));
    for (let at = from; at < weights.length; at++) weights[at] = (weights[at] ?? 0) * scale;
  }
  return { terms: Int32Array.from(terms), weights: Float32Array.from(weights) };
}

/** @returns the squared length, over known and unknown terms */
function weigh(
  terms: readonly string[],
  { ids, weights, unknownWeight }: Vocabulary,
  keep: (id: number, weight: number) => void,
): number {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  let size = 0;
  for (const [term, count] of counts) {
    const id = ids.get(term);
    const repeated = count === 1 ? 1 : 1 + Math.log(count);
    const weight = repeated * (id === undefined ? unknownWeight : (weights[id] ?? unknownWeight));
    size += weight * weight;
    if (id !== undefined) keep(id, weight);
  }
  return size;
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
