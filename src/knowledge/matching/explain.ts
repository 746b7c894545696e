import { bandOf, type Band, type Evidence } from './confidence.ts';
import { scoresOf } from './linear-forms.ts';
import { createLook, type Candidate } from './look.ts';
import type { Model } from './model.ts';
import { normalise } from './normalise.ts';
import { repairSounds } from './sound-repair.ts';
import { addSparse, dotSparse, type Sparse } from './sparse.ts';
import { viewNames, viewOfTerm, type ViewName } from './views.ts';

/** One feature of the text and what it adds to an entry's value. */
export type Feature = { readonly view: ViewName; readonly term: string; readonly adds: number };

/** Why a text got its answer: for the console's test box and for docs/matching.md. */
export type Explanation = {
  /** as the views read it: normalised, slips put right */
  readonly read: string;
  readonly band: Band;
  readonly confidence: number;
  readonly evidence?: Evidence;
  /** the likeliest entries, likeliest first */
  readonly candidates: readonly {
    readonly entry: string;
    readonly value: number;
    /** how much of the value each view brings */
    readonly views: Readonly<Record<ViewName, number>>;
    /** the strongest, for and against */
    readonly features: readonly Feature[];
    /** the entry's phrasings most like the text, 0 to 1 */
    readonly phrasings: readonly { readonly text: string; readonly likeness: number }[];
  }[];
};

const mostFeatures = 8;
const mostPhrasings = 3;
const mostCandidates = 3;

/** Explains a model's answers: some milliseconds each, for people. */
export function createExplain(model: Model) {
  const look = createLook(model);
  const terms = [...model.vocabulary.ids.keys()];

  function featuresOf({ terms: ids, weights }: Sparse, { at }: Candidate): Feature[] {
    return [...ids].flatMap((id, n): Feature[] => {
      const single: Sparse = { terms: Int32Array.of(id), weights: Float32Array.of(weights[n] ?? 0) };
      const adds = scoresOf(single, model.forms, model.entries.length)[at] ?? 0;
      const term = terms[id] ?? '';
      return adds === 0 ? [] : [{ view: viewOfTerm(term), term: term.slice(1).replace('_', ''), adds }];
    });
  }

  function phrasingsOf(vector: Sparse, { entry }: Candidate) {
    const dense = new Float64Array(terms.length);
    addSparse(dense, vector, 1);
    return entry.rows
      .map((row, at) => ({ text: entry.questions[at] ?? '', likeness: dotSparse(row, dense) }))
      .sort((left, right) => right.likeness - left.likeness)
      .slice(0, mostPhrasings);
  }

  return function explain(text: string): Explanation {
    const { vector, candidates, evidence, confidence } = look(text);
    return {
      read: repairSounds(normalise(text), model.sounds),
      band: bandOf(confidence),
      confidence,
      ...(evidence && { evidence }),
      candidates: candidates.slice(0, mostCandidates).map((candidate) => {
        const features = featuresOf(vector, candidate);
        return {
          entry: candidate.entry.id,
          value: candidate.value,
          views: sumByView(features),
          features: features.sort((left, right) => Math.abs(right.adds) - Math.abs(left.adds)).slice(0, mostFeatures),
          phrasings: phrasingsOf(vector, candidate),
        };
      }),
    };
  };
}

function sumByView(features: readonly Feature[]): Record<ViewName, number> {
  const sumOf = (name: ViewName) =>
    features.filter(({ view }) => view === name).reduce((sum, { adds }) => sum + adds, 0);
  return Object.fromEntries(viewNames.map((name) => [name, sumOf(name)])) as Record<ViewName, number>;
}
