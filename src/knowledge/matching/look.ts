import { confidenceOf, type Evidence } from './confidence.ts';
import { scoresOf } from './linear-forms.ts';
import type { Learned, Model } from './model.ts';
import { normalise } from './normalise.ts';
import { repairSounds } from './sound-repair.ts';
import { addSparse, dotSparse, type Sparse } from './sparse.ts';
import { viewsOf } from './views.ts';
import { coverageOf, createVectors } from './vocabulary.ts';

/** Long enough for a story, and a bound for the work that one message can cause. */
const mostCharacters = 300;
const most = 5;

export type Candidate = { readonly entry: Learned; readonly at: number; readonly value: number };

/** What a model sees in a text. */
export type Look = {
  readonly vector: Sparse;
  /** the likeliest entries, likeliest first, five at most */
  readonly candidates: readonly Candidate[];
  /** for the first candidate; undefined where there is none */
  readonly evidence?: Evidence;
  readonly confidence: number;
};

/** @returns a function that keeps its working memory between calls: not for two threads at once */
export function createLook(model: Model) {
  const vectorOf = createVectors(model.vocabulary, model.shares);
  const scratch = new Float64Array(model.vocabulary.weights.length);

  function nearestOf(rows: readonly Sparse[], vector: Sparse): number {
    addSparse(scratch, vector, 1);
    const nearest = rows.reduce((best, row) => Math.max(best, dotSparse(row, scratch)), 0);
    for (const term of vector.terms) scratch[term] = 0;
    return nearest;
  }

  return function look(text: string): Look {
    const normalised = normalise(text.slice(0, mostCharacters));
    const views = viewsOf(repairSounds(normalised, model.sounds));
    const vector = vectorOf(views);
    const candidates = likeliest(scoresOf(vector, model.forms, model.entries.length), model.entries);
    const [first, second] = candidates;
    if (!first) return { vector, candidates, confidence: 0 };
    const evidence: Evidence = {
      value: first.value,
      margin: first.value - (second?.value ?? 0),
      nearest: nearestOf(first.entry.rows, vector),
      covered: coverageOf(views.content, model.vocabulary, first.entry.terms),
      length: views.length,
    };
    return { vector, candidates, evidence, confidence: confidenceOf(evidence) };
  };
}

function likeliest(scores: Float32Array, entries: readonly Learned[]): Candidate[] {
  const top: Candidate[] = [];
  for (let at = 0; at < scores.length; at++) {
    const value = scores[at] ?? 0;
    const entry = entries[at];
    if (!entry || value <= (top.length < most ? 0 : (top.at(-1)?.value ?? 0))) continue;
    const place = top.findIndex((candidate) => candidate.value < value);
    top.splice(place === -1 ? top.length : place, 0, { entry, at, value });
    if (top.length > most) top.pop();
  }
  return top;
}
