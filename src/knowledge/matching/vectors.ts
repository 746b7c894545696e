import { viewNames, viewShares, viewsOf, type ViewName } from './views.ts';

/** A text as the terms that the entries' phrasings know, of length 1 where all its terms are known. */
export type SparseVector = {
  readonly terms: Int32Array;
  readonly weights: Float32Array;
  /** share of the text's weight, over characters and meaning, that no phrasing has: 0 to 1 */
  readonly unknown: number;
  /** number of characters, after normalising */
  readonly length: number;
};

/** What the phrasings know: a number for each term, and how telling it is. */
export type Vocabulary = {
  readonly ids: ReadonlyMap<string, number>;
  readonly idf: Float32Array;
  /** of a term that no phrasing has */
  readonly unknownIdf: number;
};

export function learnVocabulary(texts: readonly string[]): Vocabulary {
  const ids = new Map<string, number>();
  const counts: number[] = [];
  for (const text of texts) {
    const views = viewsOf(text);
    for (const name of viewNames) {
      for (const term of new Set(views[name])) {
        const id = ids.get(term) ?? ids.size;
        ids.set(term, id);
        counts[id] = (counts[id] ?? 0) + 1;
      }
    }
  }
  const idf = Float32Array.from(counts, (count) => Math.log((1 + texts.length) / (1 + count)) + 1);
  return { ids, idf, unknownIdf: Math.log(1 + texts.length) + 1 };
}

export function vectorOf(text: string, vocabulary: Vocabulary): SparseVector {
  const views = viewsOf(text);
  const terms: number[] = [];
  const weights: number[] = [];
  let unknown = 0;
  let share = 0;
  for (const name of viewNames) {
    const view = weigh(views[name], vocabulary);
    const scale = view.norm === 0 ? 0 : Math.sqrt(viewShares[name] / view.norm);
    for (const [id, weight] of view.known) {
      terms.push(id);
      weights.push(weight * scale);
    }
    if (countsAsUnknown[name] && view.norm > 0) {
      unknown += viewShares[name] * (view.unknown / view.norm);
      share += viewShares[name];
    }
  }
  return {
    terms: Int32Array.from(terms),
    weights: Float32Array.from(weights),
    unknown: share === 0 ? 1 : unknown / share,
    length: views.characters.length === 0 ? 0 : (views.characters.length + 1) / 2,
  };
}

const countsAsUnknown: Readonly<Record<ViewName, boolean>> = {
  characters: true,
  meaning: true,
  concepts: false,
  sound: false,
};

type Weighed = { readonly known: ReadonlyMap<number, number>; readonly norm: number; readonly unknown: number };

/** Weights of one view's terms; `norm` and `unknown` are squared lengths. */
function weigh(terms: readonly string[], { ids, idf, unknownIdf }: Vocabulary): Weighed {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const known = new Map<number, number>();
  let norm = 0;
  let unknown = 0;
  for (const [term, count] of counts) {
    const id = ids.get(term);
    const weight = (1 + Math.log(count)) * (id === undefined ? unknownIdf : (idf[id] ?? unknownIdf));
    norm += weight * weight;
    if (id === undefined) unknown += weight * weight;
    else known.set(id, weight);
  }
  return { known, norm, unknown };
}
