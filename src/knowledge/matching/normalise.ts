import { readLatin } from './latin-words.ts';
import { spellings } from './spellings.ts';
import { toSimplified } from './to-simplified.ts';

/** Zero-width characters, joiners, bidi marks and variation selectors: they change nothing that a reader sees. */
const invisible = /\p{Cf}|\p{Variation_Selector}/gu;
const spelling = new RegExp([...spellings.keys()].sort((a, b) => b.length - a.length).join('|'), 'g');

/**
 * One spelling for everything that reads the same: full-width and half-width, capitals, traditional characters,
 * Taiwan's and Hong Kong's words for the same thing, English and pinyin, and the slips of an input method that customers
 * make most.
 */
export function normalise(text: string): string {
  const plain = text.normalize('NFKC').replace(invisible, '').toLowerCase();
  return readLatin(toSimplified(plain)).replace(spelling, (found) => spellings.get(found) ?? found);
}

const token = /[a-z]+|\d+|\p{Script=Han}|[\p{L}\p{N}]/gu;

/** Characters for Chinese, whole words for Latin letters, whole numbers: what the views count. Punctuation is gone. */
export function tokensOf(normalised: string): string[] {
  return normalised.match(token) ?? [];
}
