/** The same blanks that a reply is refused for while they are left. */
const blank = /[{｛]([^{}｛｝\n]{0,30})[}｝]/gu;

export type Blank = { readonly name: string; readonly start: number; readonly end: number };

/** The blanks of a text, in order. */
export function blanksIn(text: string): readonly Blank[] {
  return [...text.matchAll(blank)].map((match) => ({
    name: (match[1] ?? '').trim(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The blank to go to next from a position: the first one after it, or else the first of all. */
export function nextBlank(text: string, from: number): Blank | undefined {
  const all = blanksIn(text);
  return all.find(({ start }) => start >= from) ?? all[0];
}
