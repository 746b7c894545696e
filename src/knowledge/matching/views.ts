import { withoutEnvelope, withoutFillers } from './fillers.ts';
import { classesIn, stepsOf, type Step } from './find-concepts.ts';
import { tokensOf } from './normalise.ts';
import { soundOf } from './pinyin.ts';

/**
 * Ways of looking at a text, each with its share of the blend; the shares add up to 1.
 *
 * - `characters`: each character, each two neighbours
 * - `meaning`: the same without fillers, and the classes of the words
 * - `concepts`: the classes alone, and each two of them
 * - `pairs`: what is left without fillers, each word that has a class replaced by it, any two near each other
 * - `sound`: how it is pronounced, for slips of the input method
 */
export const shippedShares = { characters: 0.2, meaning: 0.2, concepts: 0.2, pairs: 0.3, sound: 0.1 };
export type ViewName = keyof typeof shippedShares;
export type Shares = Readonly<Record<ViewName, number>>;
export const viewNames = Object.keys(shippedShares) as readonly ViewName[];

const letters = { characters: 'c', meaning: 'm', concepts: 'k', pairs: 'p', sound: 's' } as const satisfies Record<
  ViewName,
  string
>;

/** @param term as one of the views counted it */
export function viewOfTerm(term: string): ViewName {
  return viewNames.find((name) => term.startsWith(letters[name])) ?? 'characters';
}

/** The terms that each view counts in a text. A term's first letter names its view, so views never share one. */
export type Views = Readonly<Record<ViewName, readonly string[]>> & {
  /** those of `meaning` that are single characters: what the text is about */
  readonly content: readonly string[];
  /** characters of the text */
  readonly length: number;
};

/** Two words further apart than this have seldom to do with each other, and a long text stays cheap. */
const reach = 10;

/** @param normalised as `normalise` leaves a text */
export function viewsOf(normalised: string): Views {
  const inner = withoutEnvelope(normalised);
  const bare = withoutFillers(inner);
  const all = tokensOf(inner);
  const core = tokensOf(bare);
  const content = prefixed(letters.meaning, core);
  const classes = classesIn(inner);
  return {
    characters: withNeighbours(letters.characters, all),
    meaning: [...content, ...neighbours(letters.meaning, core), ...prefixed(`${letters.meaning}:`, classes)],
    concepts: withPairs(classes),
    pairs: nearPairs(stepsOf(bare)),
    sound: withNeighbours(letters.sound, core.map(soundOf)),
    content,
    length: all.length,
  };
}

function withNeighbours(view: string, tokens: readonly string[]): string[] {
  return [...prefixed(view, tokens), ...neighbours(view, tokens)];
}

function prefixed(view: string, tokens: readonly string[]): string[] {
  return tokens.map((token) => view + token);
}

function neighbours(view: string, tokens: readonly string[]): string[] {
  const terms: string[] = [];
  for (let at = 1; at < tokens.length; at++) terms.push(`${view}${tokens[at - 1] ?? ''}_${tokens[at] ?? ''}`);
  return terms;
}

/** Each class once, and each two classes whatever their order. */
function withPairs(classes: readonly string[]): string[] {
  const once = [...new Set(classes)].sort();
  const terms = once.map((name) => `${letters.concepts}${name}`);
  once.forEach((left, at) => {
    for (const right of once.slice(at + 1)) terms.push(`${letters.concepts}${left}+${right}`);
  });
  return terms;
}

function nearPairs(steps: readonly Step[]): string[] {
  const tokens = steps.flatMap(({ text, classes }) => (classes.length > 0 ? classes : tokensOf(text)));
  const terms: string[] = [];
  tokens.forEach((left, at) => {
    const end = Math.min(tokens.length, at + 1 + reach);
    for (let next = at + 1; next < end; next++) {
      const right = tokens[next] ?? '';
      terms.push(left < right ? `${letters.pairs}${left}+${right}` : `${letters.pairs}${right}+${left}`);
    }
  });
  return terms;
}
