export type FoundWord = { readonly word: number; readonly at: number };
/** Finds any of many words in a text, in one pass: for each word its number and where it begins, in order. */
export type WordFinder = (text: string) => FoundWord[];

/** One pass whatever the number of words: only those that begin with the two characters at hand are compared. */
export function createWordFinder(words: readonly string[]): WordFinder {
  const byPair = new Map<number, number[]>();
  const singles = new Map<number, number[]>();
  words.forEach((word, index) => {
    const [under, key] = word.length === 1 ? [singles, word.charCodeAt(0)] : [byPair, pairAt(word, 0)];
    under.set(key, [...(under.get(key) ?? []), index]);
  });
  return (text) => {
    const found: FoundWord[] = [];
    for (let at = 0; at < text.length; at++) {
      for (const word of singles.get(text.charCodeAt(at)) ?? []) found.push({ word, at });
      for (const word of byPair.get(pairAt(text, at)) ?? []) {
        if (text.startsWith(words[word] ?? '', at)) found.push({ word, at });
      }
    }
    return found;
  };
}

/** The two characters from one on as a number; behind the last stands nothing. */
function pairAt(text: string, at: number): number {
  return text.charCodeAt(at) * 0x10000 + (at + 1 < text.length ? text.charCodeAt(at + 1) : 0);
}
