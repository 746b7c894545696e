import { toPlainText } from '../lib/plain-text.ts';

/** Signs of what is meant, by name: the first that is found counts. */
export type Signs<Name extends string> = readonly (readonly [Name, readonly RegExp[]])[];

/** Longer ones are told for themselves. */
export const fewCharacters = 18;

/** Simplified, lower case, each run of punctuation one comma. */
export function plainWords(text: string): string {
  return toPlainText(text)
    .text.toLowerCase()
    .replace(/\s+/g, '')
    .replace(/[^\p{L}\p{N}.]+/gu, ',')
    .replace(/^,|,$/g, '')
    .slice(0, mostCharacters);
}

/** A bound for the work that one message can cause. */
const mostCharacters = 300;

export function firstOf<Name extends string>(signs: Signs<Name>, words: string): Name | undefined {
  return signs.find(([, patterns]) => patterns.some((pattern) => pattern.test(words)))?.[0];
}
