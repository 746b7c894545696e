import type { Match } from '../../domain/knowledge.ts';
import { bandOf } from './confidence.ts';
import { createLook } from './look.ts';
import { learn, type Model, type Phrasings } from './model.ts';

export type { Phrasings } from './model.ts';

/** A matcher over a model learned before. */
export function createMatcherFrom(model: Model) {
  const look = createLook(model);

  /** Which entry a text asks for: any text, some tens of microseconds. */
  function match(text: string): Match {
    const { candidates, confidence } = look(text);
    const ranked = candidates.map(({ entry }) => entry.id);
    const [best] = ranked;
    const found = { score: confidence, ranked };
    return best !== undefined && bandOf(confidence) === 'answer' ? { best, ...found } : found;
  }

  return { match };
}
export type Matcher = ReturnType<typeof createMatcherFrom>;

/** Learns the entries' phrasings at once, in this thread: for hundreds of entries; `createLiveMatcher` for more. */
export function createMatcher(entries: readonly Phrasings[]): Matcher {
  return createMatcherFrom(learn(entries));
}
