import { renderTappable } from './tappable.ts';

/** What a WeChat text may have, in bytes of UTF-8. */
export const mostTextBytes = 2048;

export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Bytes for what is put before every automatic text. */
const keptForMarks = 48;

/** Whether WeChat takes a text with words to tap as one message, at their longest: as links. */
export function fitsOneText(text: string): boolean {
  return utf8Length(renderTappable(text, true)) <= mostTextBytes - keptForMarks;
}

/**
 * A text in parts of at most `most` bytes, cut between paragraphs where possible, else between lines, else between
 * characters. Never empty.
 */
export function splitText(text: string, most = mostTextBytes): readonly [string, ...string[]] {
  if (utf8Length(text) <= most) return [text];
  for (const separator of ['\n\n', '\n']) {
    const cut = lastCut(text, separator, most);
    if (cut > 0) return [text.slice(0, cut), ...splitText(text.slice(cut + separator.length), most)];
  }
  const head = headOf(text, most);
  return [head, ...splitText(text.slice(head.length), most)];
}

function lastCut(text: string, separator: string, most: number): number {
  let cut = -1;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    if (utf8Length(text.slice(0, at)) > most) break;
    cut = at;
  }
  return cut;
}

function headOf(text: string, most: number): string {
  let bytes = 0;
  let head = '';
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > most) break;
    head += character;
  }
  return head;
}
