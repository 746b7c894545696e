import { renderTappable } from '../lib/tappable.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const numberedLine = /^\d+\. /;

/**
 * An entry's text as HTML: lines that begin with `1. ` are a list of steps, lines that begin with `- ` a list, the rest
 * paragraphs. Words to tap become words in 「」: nobody can tap into the chat from a browser.
 */
export function blocks(text: string): Html[] {
  const lines = renderTappable(text, false)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const groups: { kind: 'steps' | 'list' | 'text'; lines: string[] }[] = [];
  for (const line of lines) {
    const kind = numberedLine.test(line) ? 'steps' : line.startsWith('- ') ? 'list' : 'text';
    const last = groups.at(-1);
    if (last?.kind === kind && kind !== 'text') last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map(block);
}

function block({ kind, lines }: { kind: 'steps' | 'list' | 'text'; lines: readonly string[] }): Html {
  if (kind === 'text') return html`<p>${lines}</p>`;
  const items = lines.map((line) => html`<li>${line.replace(/^(\d+\.|-) /, '')}</li>`);
  return kind === 'steps'
    ? html`<ol class="steps">
        ${items}
      </ol>`
    : html`<ul>
        ${items}
      </ul>`;
}

/** What a text says before its first step, as one line for search engines and lists. */
export function firstLine(text: string): string {
  return renderTappable(text, false).split('\n', 1)[0]?.replace(numberedLine, '').trim() ?? '';
}
