import type { Entry } from '../domain/knowledge.ts';
import { fitsOneText } from '../lib/bytes.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

const mostRelated = 3;

/** What is announced about the matter, the entry's steps, what often comes next, and the way to a person. */
export function answerEntry(scene: Scene, found: Entry): Turn {
  const { say, entry, now } = scene;
  const related = found.related.flatMap((id) => entry(id) ?? []).slice(0, mostRelated);
  const urgent = found.priority === 'urgent';
  const notice = scene.noticeOn(found.topic);
  const parts = [
    ...(notice === undefined ? [] : [say('noticeFirst', { notice })]),
    found.answer.trim(),
    ...(related.length > 0 ? [say('related', { options: numbered(related.map(({ title }) => title)) })] : []),
    say(urgent ? 'urgentFooter' : 'answerFooter'),
  ];
  return {
    text: withLink(scene, found, parts).join('\n\n'),
    acts: [{ kind: 'note-answer', entry: found.id, topic: found.topic }],
    next: { misses: 0, dialogue: { kind: 'answered', entry: found.id, since: now } },
    because: `entry.${found.id}`,
  };
}

/** The entry's page has more; its address stands behind the steps where it does not make two messages of one. */
function withLink({ say, entryLink }: Scene, found: Entry, parts: readonly string[]): readonly string[] {
  const link = found.detail === undefined ? undefined : entryLink(found);
  if (link === undefined) return parts;
  const footer = parts.length - 1;
  const longer = [...parts.slice(0, footer), say('entryLink', { link }), ...parts.slice(footer)];
  return fitsOneText(longer.join('\n\n')) ? longer : parts;
}

function numbered(titles: readonly string[]): string {
  return titles.map((title, index) => `${index + 1}. [[${title}]]`).join('\n');
}
