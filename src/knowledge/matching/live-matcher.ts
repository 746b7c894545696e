import type { Match } from '../../domain/knowledge.ts';
import { runApart } from '../../lib/run-apart.ts';
import { createExplain, type Explanation } from './explain.ts';
import { createMatcherFrom } from './matcher.ts';
import { learn, type Model, type Phrasings } from './model.ts';

/** Up to here learning takes less time than starting a thread for it. */
const mostPhrasingsHere = 1_500;

/**
 * A matcher whose entries can change: while new ones are learned, the old model serves.
 *
 * Entries are learned in this thread where that takes a fraction of a second, in a worker thread where it takes longer.
 */
export function createLiveMatcher(entries: readonly Phrasings[]) {
  let active = serve(learn(entries));
  let turn = 0;

  function serve(model: Model) {
    return { matcher: createMatcherFrom(model), explain: createExplain(model) };
  }

  /**
   * Learns other entries and serves them from then on.
   *
   * @returns false where a later call has overtaken this one; what it learned is dropped
   * @throws what the learning threw; the old model stays
   */
  async function replace(next: readonly Phrasings[]): Promise<boolean> {
    const mine = ++turn;
    const phrasings = next.reduce((sum, { questions }) => sum + questions.length, 0);
    const model = phrasings <= mostPhrasingsHere ? learn(next) : await learnApart(next);
    if (mine !== turn) return false;
    active = serve(model);
    return true;
  }

  return {
    match: (text: string): Match => active.matcher.match(text),
    explain: (text: string): Explanation => active.explain(text),
    replace,
  };
}
export type LiveMatcher = ReturnType<typeof createLiveMatcher>;

function learnApart(entries: readonly Phrasings[]): Promise<Model> {
  return runApart<Model>(
    new URL('./learn-worker', import.meta.url),
    entries.map(({ id, questions }) => ({ id, questions })),
  );
}
