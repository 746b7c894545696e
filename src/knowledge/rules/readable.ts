import { normalise } from '../matching/normalise.ts';

/**
 * The text as the rules read it: normalised, without spaces between Chinese characters, every run of punctuation one
 * comma. A rule's `[^,]` therefore stays within a clause.
 */
export function readable(text: string): string {
  return normalise(text)
    .replace(/[^\p{L}\p{N}\s]+/gu, ',')
    .replace(/(?<=[^a-z0-9])\s+|\s+(?=[^a-z0-9])/g, '')
    .replace(/^,+|,+$/g, '')
    .slice(0, 300);
}
