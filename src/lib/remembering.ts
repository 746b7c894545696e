import { createBoundedMap } from './bounded-map.ts';

/**
 * A pure function of a text that knows its last answers: thousands write the same few words.
 *
 * @param options keeps which answers may be kept in memory; the others are found anew each time
 */
export function remembering<T extends object | string>(
  find: (text: string) => T,
  { keeps, most = 4096 }: { readonly keeps: (text: string, found: T) => boolean; readonly most?: number },
): (text: string) => T {
  const known = createBoundedMap<string, T>(most);
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = find(text);
    if (keeps(text, found)) known.set(text, found);
    return found;
  };
}

/** A few Chinese words and nothing else: neither a number nor an address fits in. */
export function isFewWords(text: string): boolean {
  return fewWords.test(text);
}

const fewWords = /^[\p{Script=Han}，。！？、]{1,11}$/u;
