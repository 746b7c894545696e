import type { Decision } from '../domain/decision.ts';
import { splitText } from '../lib/bytes.ts';
import { renderTappable } from '../lib/tappable.ts';
import type { Turn } from './turn.ts';

/**
 * Makes a turn into a decision: warnings first, words to tap, the numbers that stand for them, and what does not fit
 * into the passive reply as messages to follow.
 *
 * @param warnings paragraphs that go before the text
 * @param links whether words to tap become links
 * @param mark what says that nobody wrote this by hand
 */
export function render(
  turn: Turn,
  { warnings, links, mark }: { warnings: readonly string[]; links: boolean; mark: string },
): Decision {
  const raw = rawOf(warnings, turn.text);
  const acts = turn.acts ?? [];
  const next = { options: optionsOf(turn.text), ...turn.next };
  if (raw === '') return { reply: { kind: 'none' }, acts, next: turn.next ?? {}, because: turn.because };
  const [first, ...rest] = splitText(renderTappable(`${mark}${raw}`, links));
  const sends = rest.map((text) => ({ kind: 'send', message: { kind: 'text', text } }) as const);
  const shown = turn.shown === undefined ? {} : { shown: `${mark}${turn.shown}` };
  return { reply: { kind: 'text', text: first }, ...shown, acts: [...acts, ...sends], next, because: turn.because };
}

function rawOf(warnings: readonly string[], text: string): string {
  if (warnings.length === 0) return text;
  return [...warnings, ...(text === '' ? [] : [text])].join('\n\n');
}

const option = /^(\d)\. \[\[([^[\]]+)\]\]$/gm;

/** The words that the numbers of a menu stand for: a line that is `2. [[投诉]]` makes 2 mean 投诉; a step is no option. */
export function optionsOf(text: string): string[] {
  const options: string[] = [];
  if (!text.includes('. [[')) return options;
  for (const [, number, word] of text.matchAll(option)) {
    if (number === String(options.length + 1) && word !== undefined) options.push(word);
  }
  return options;
}
