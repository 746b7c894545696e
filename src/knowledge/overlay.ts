import type { WrittenEntry } from '../domain/knowledge-desk.ts';
import type { Fault } from '../lib/fault.ts';
import type { Facts } from '../lib/fill.ts';
import type { Result } from '../lib/result.ts';
import { joinTopics, type Knowledge, type ReadFile } from './load.ts';

/** What stands in the store instead of the files' entry of this id; null takes it down. */
export type Edit = { readonly id: string; readonly content: WrittenEntry | null };

/** The files with the store's entries in their places: where the entry was, or at the end of its topic. */
export function withEdits(files: readonly ReadFile[], edits: readonly Edit[]): ReadFile[] {
  const byId = new Map(edits.map((edit) => [edit.id, edit.content]));
  const gone = new Set(edits.flatMap(({ id, content }) => (content ? [] : [id])));
  const placed = new Set<string>();
  const kept = files.map(({ file, content: { topic, entries } }) => {
    const shown = entries.flatMap((entry) => {
      const edited = byId.get(entry.id);
      if (edited === undefined) return [{ ...entry, related: entry.related.filter((other) => !gone.has(other)) }];
      if (edited?.topic !== topic.id) return [];
      placed.add(entry.id);
      return [inFile(edited)];
    });
    return { file, content: { topic, entries: shown } };
  });
  return kept.map(({ file, content: { topic, entries } }) => {
    const added = edits.flatMap(({ content }) =>
      content?.topic === topic.id && !placed.has(content.id) ? [inFile(content)] : [],
    );
    return { file, content: { topic, entries: [...entries, ...added] } };
  });
}

function inFile({ topic: _topic, questions, related, steps, prepare, illustrations, ...rest }: WrittenEntry) {
  return {
    ...rest,
    questions: [...questions],
    related: [...related],
    ...(steps && { steps: [...steps] }),
    ...(prepare && { prepare: [...prepare] }),
    ...(illustrations && { illustrations: [...illustrations] }),
  };
}

export type Overlaid = {
  readonly knowledge: Knowledge;
  /** ids of edits that do not fit the files any more */ readonly left: readonly string[];
};

/**
 * Files and edits as one whole. An edit that was right when it was published can be wrong over other files (a topic or a
 * fact is gone): it is left out then, for no edit of one entry may take the others away.
 */
export function overlay(files: readonly ReadFile[], edits: readonly Edit[], facts: Facts): Result<Overlaid, Fault[]> {
  const topics = new Set(files.map(({ content }) => content.topic.id));
  let fitting = edits.filter(({ content }) => content === null || topics.has(content.topic));
  for (;;) {
    const joined = joinTopics(withEdits(files, fitting), facts);
    if (joined.ok) {
      const used = new Set(fitting.map(({ id }) => id));
      return {
        ok: true,
        value: { knowledge: joined.value, left: edits.map(({ id }) => id).filter((id) => !used.has(id)) },
      };
    }
    const faulty = new Set(joined.error.map(({ at }) => at.split('.', 1)[0]));
    const next = fitting.filter(({ id }) => !faulty.has(id));
    // Where no edit is named, or none is there, the files themselves are at fault.
    if (fitting.length === 0) return joined;
    fitting = next.length < fitting.length ? next : [];
  }
}
