/** Finds any of many words in a text, in one pass: for each word its number and where it begins. */
export type WordFinder = (text: string) => { readonly word: number; readonly at: number }[];

/** One pass whatever the number of words: only those that begin with the character at hand are compared. */
export function createWordFinder(words: readonly string[]): WordFinder {
  const byFirst = new Map<number, number[]>();
  words.forEach((word, index) => {
    const first = word.charCodeAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), index]);
  });
  return (text) => {
    const found: { word: number; at: number }[] = [];
    for (let at = 0; at < text.length; at++) {
      for (const word of byFirst.get(text.charCodeAt(at)) ?? []) {
        if (text.startsWith(words[word] ?? '', at)) found.push({ word, at });
      }
    }
    return found;
  };
}
