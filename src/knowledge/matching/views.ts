import { conceptsIn } from './concepts.ts';
import { withoutFillers } from './fillers.ts';
import { normalise, tokensOf } from './normalise.ts';
import { soundOf } from './pinyin.ts';

/** Ways of looking at a text, each with its share of the blend. The shares add up to 1. */
export const viewShares = { characters: 0.35, meaning: 0.35, concepts: 0.1, sound: 0.2 } as const;
export type ViewName = keyof typeof viewShares;
export const viewNames = Object.keys(viewShares) as readonly ViewName[];

/** The terms that each view counts in a text. A term names its view in its first letter, so views never share one. */
export type Views = Readonly<Record<ViewName, readonly string[]>>;

export function viewsOf(text: string): Views {
  const normalised = normalise(text);
  const all = tokensOf(normalised);
  const core = tokensOf(withoutFillers(normalised));
  const classes = conceptsIn(normalised).map(({ name }) => name);
  return {
    characters: withPairs('c', all),
    meaning: [...withPairs('m', core), ...classes.map((name) => `m:${name}`)],
    concepts: conceptPairs(classes),
    sound: withPairs('s', core.map(soundOf)),
  };
}

/** Each token, and each two neighbours. */
function withPairs(view: string, tokens: readonly string[]): string[] {
  const terms: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    terms.push(`${view}${tokens[at]}`);
    if (at > 0) terms.push(`${view}${tokens[at - 1]}_${tokens[at]}`);
  }
  return terms;
}

/** Each class once, and each two classes whatever their order. */
function conceptPairs(names: readonly string[]): string[] {
  const once = [...new Set(names)].sort();
  const terms = once.map((name) => `k${name}`);
  for (let left = 0; left < once.length; left++) {
    for (let right = left + 1; right < once.length; right++) terms.push(`k${once[left]}+${once[right]}`);
  }
  return terms;
}
