import type { Match } from '../../domain/knowledge.ts';
import { bandOf, confidenceOf } from './confidence.ts';
import { scoresOf, solveOneVsAll } from './linear-forms.ts';
import { learnVocabulary, vectorOf } from './vectors.ts';

/** What the matcher needs of an entry. */
export type Phrasings = { readonly id: string; readonly questions: readonly string[] };

/**
 * Learns the entries' phrasings and answers which entry a text asks for.
 *
 * @returns `match`, for texts of any length and content: the first 200 characters are looked at
 */
export function createMatcher(entries: readonly Phrasings[]) {
  const phrasings = entries.flatMap(({ questions }, label) => questions.map((text) => ({ text, label })));
  const vocabulary = learnVocabulary(phrasings.map(({ text }) => text));
  const forms = solveOneVsAll({
    rows: phrasings.map(({ text }) => vectorOf(text, vocabulary)),
    labels: phrasings.map(({ label }) => label),
    entryCount: entries.length,
    termCount: vocabulary.idf.length,
  });

  function match(text: string): Match {
    const vector = vectorOf(text.slice(0, 200), vocabulary);
    if (vector.terms.length === 0) return { score: 0, ranked: [] };
    const scores = scoresOf(vector, forms, entries.length);
    const [first, second, ...rest] = topOf(scores, 5);
    if (first === undefined) return { score: 0, ranked: [] };
    const top = scores[first] ?? 0;
    const margin = top - (second === undefined ? 0 : (scores[second] ?? 0));
    const score = confidenceOf({ top, margin, unknown: vector.unknown, length: vector.length });
    const ranked = [first, second, ...rest].flatMap((at) => (at === undefined ? [] : [entries[at]?.id ?? '']));
    const [best] = ranked;
    return bandOf(score) === 'answer' && best !== undefined ? { best, score, ranked } : { score, ranked };
  }

  return { match };
}
export type Matcher = ReturnType<typeof createMatcher>;

/** Positions of the largest values above 0, largest first. */
function topOf(scores: Float32Array, count: number): number[] {
  const top: number[] = [];
  scores.forEach((score, at) => {
    if (score <= 0) return;
    let place = top.length;
    while (place > 0 && score > (scores[top[place - 1] ?? 0] ?? 0)) place--;
    if (place < count) top.splice(place, 0, at);
    if (top.length > count) top.pop();
  });
  return top;
}
