import type { Entry } from '../domain/knowledge.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

const mostRelated = 3;

/** The entry's steps, what often comes next, and the way to a person. */
export function answerEntry({ say, entry }: Scene, found: Entry): Turn {
  const related = found.related.flatMap((id) => entry(id) ?? []).slice(0, mostRelated);
  const parts = [
    found.answer.trim(),
    ...(related.length > 0 ? [say('related', { options: numbered(related.map(({ title }) => title)) })] : []),
    say('answerFooter'),
  ];
  return { text: parts.join('\n\n'), next: { misses: 0 }, because: `entry.${found.id}` };
}

/** Asks back where the text fits several entries about equally. */
export function askBack({ say, entry, heard, customer }: Scene): Turn | undefined {
  const titles = heard.understanding.candidates.flatMap((id) => entry(id)?.title ?? []).slice(0, mostRelated);
  if (titles.length === 0) return undefined;
  return {
    text: say('askBack', { options: numbered(titles) }),
    next: { misses: customer.misses + 1 },
    because: 'ask_back',
  };
}

/** Says so when nothing fits; the second time in a row it offers a person. */
export function miss({ say, customer, heard }: Scene): Turn {
  const misses = customer.misses + 1;
  const outside = heard.understanding.intent === 'out_of_scope';
  const text = say(misses >= 2 ? 'missTwice' : outside ? 'outOfScope' : 'miss');
  return { text, next: { misses }, because: 'miss' };
}

function numbered(titles: readonly string[]): string {
  return titles.map((title, index) => `${index + 1}. [[${title}]]`).join('\n');
}
