import { concepts } from './concepts.ts';

const classesOf = new Map<string, readonly string[]>();
for (const [name, words] of Object.entries(concepts)) {
  for (const word of words.split(' ')) classesOf.set(word, [...(classesOf.get(word) ?? []), name]);
}
const longest = Math.max(...[...classesOf.keys()].map((word) => word.length));

/** One step through a text: a word with its classes, or a number or a single character without. */
export type Step = { readonly text: string; readonly classes: readonly string[] };

/** A normalised text as words that have classes and the characters between them, in order. */
export function stepsOf(normalised: string): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < normalised.length;) {
    const step = stepAt(normalised, at);
    steps.push(step);
    at += step.text.length;
  }
  return steps;
}

const none: readonly string[] = [];

function stepAt(text: string, at: number): Step {
  for (let length = Math.min(longest, text.length - at); length > 0; length--) {
    const word = text.slice(at, at + length);
    const classes = classesOf.get(word);
    // 为0 is none in 为0500.
    if (classes && !isInNumber(text, at + length)) return { text: word, classes };
  }
  let end = at + 1;
  while (isInNumber(text, end)) end += 1;
  return { text: text.slice(at, end), classes: none };
}

/** Whether a number goes on over a place in a text. */
function isInNumber(text: string, at: number): boolean {
  return isDigit(text.charCodeAt(at)) && isDigit(text.charCodeAt(at - 1));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The classes of all words of a normalised text, in order. */
export function classesIn(normalised: string): string[] {
  return stepsOf(normalised).flatMap(({ classes }) => classes);
}
