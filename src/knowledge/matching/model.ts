import { solveOneVsAll, type LinearForms } from './linear-forms.ts';
import { normalise } from './normalise.ts';
import { learnSounds, type SoundLexicon } from './sound-repair.ts';
import type { Sparse } from './sparse.ts';
import { shippedShares, viewsOf, type Shares } from './views.ts';
import { createVectors, learnVocabulary, type Vocabulary } from './vocabulary.ts';

/** What the matcher needs of an entry. */
export type Phrasings = { readonly id: string; readonly questions: readonly string[] };

/** What was learned of one entry. */
export type Learned = {
  readonly id: string;
  readonly questions: readonly string[];
  readonly rows: readonly Sparse[];
  /** the numbers of all its terms */
  readonly terms: ReadonlySet<number>;
};

/** All that matching needs, as plain data: it crosses from a worker thread as it is. */
export type Model = {
  readonly shares: Shares;
  readonly vocabulary: Vocabulary;
  readonly sounds: SoundLexicon;
  readonly entries: readonly Learned[];
  readonly forms: LinearForms;
};

/** Learns from the entries' phrasings: some 0.2 s for 60 entries of 12, some seconds for 1,000. */
export function learn(entries: readonly Phrasings[], shares: Shares = shippedShares): Model {
  const texts = entries.map(({ questions }) => questions.map(normalise));
  const views = texts.map((questions) => questions.map(viewsOf));
  const vocabulary = learnVocabulary(views.flat());
  const vectorOf = createVectors(vocabulary, shares);
  const learned = entries.map(({ id, questions }, at): Learned => {
    const rows = (views[at] ?? []).map(vectorOf);
    return { id, questions, rows, terms: new Set(rows.flatMap(({ terms }) => [...terms])) };
  });
  const forms = solveOneVsAll(
    learned.map(({ rows }) => rows),
    vocabulary.weights.length,
  );
  return { shares, vocabulary, sounds: learnSounds(texts.flat()), entries: learned, forms };
}
