/** A blank of a canned reply: `{客户称呼}`, also in full-width braces, as an input method writes them. */
const blank = /[{｛]([^{}｛｝\n]{0,30})[}｝]/gu;

/** The names of the blanks that a text still has, in order, each once. */
export function blanksOf(text: string): string[] {
  return [...new Set([...text.matchAll(blank)].map((match) => (match[1] ?? '').trim()))];
}

/** A text with those of its blanks filled in that have a value here; the others stay for whoever sends it. */
export function fillBlanks(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(blank, (whole, name: string) => {
    const key = name.trim();
    return Object.hasOwn(values, key) ? (values[key] ?? whole) : whole;
  });
}
