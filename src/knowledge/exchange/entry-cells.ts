import type { WrittenEntry } from '../../domain/knowledge-desk.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { EntryShape, id } from '../topic-file.ts';

/** The columns of an exchanged entry; lists have one item a line. */
export const columns = [
  'id',
  'topic',
  'title',
  'intent',
  'priority',
  'questions',
  'answer',
  'steps',
  'detail',
  'prepare',
  'related',
  'illustrations',
] as const;
export type Column = (typeof columns)[number];
export type Cells = Readonly<Record<Column, string>>;

export function cellsOf(entry: WrittenEntry): Cells {
  const lines = (list: readonly string[] | undefined) => (list ?? []).join('\n');
  return {
    id: entry.id,
    topic: entry.topic,
    title: entry.title,
    intent: entry.intent,
    priority: entry.priority,
    questions: lines(entry.questions),
    answer: entry.answer.trim(),
    steps: lines(entry.steps),
    detail: (entry.detail ?? '').trim(),
    prepare: lines(entry.prepare),
    related: lines(entry.related),
    illustrations: lines(entry.illustrations?.map(({ kind, file, text }) => `${kind} ${file} ${text}`)),
  };
}

const Written = EntryShape.extend({ topic: id });

/** @returns the entry, or what is wrong with it, a line each */
export function entryOf(cells: Partial<Cells>): Result<WrittenEntry, string[]> {
  const list = (column: Column) => {
    const lines = (cells[column] ?? '').split(/\r\n|\n|\r/).map((line) => line.trim());
    const kept = lines.filter((line) => line !== '');
    return kept.length > 0 ? kept : undefined;
  };
  const one = (column: Column) => {
    const text = (cells[column] ?? '').replaceAll('\r\n', '\n').trim();
    return text === '' ? undefined : text;
  };
  const given = {
    id: one('id'),
    topic: one('topic'),
    title: one('title'),
    intent: one('intent'),
    priority: one('priority'),
    questions: list('questions') ?? [],
    answer: one('answer'),
    steps: list('steps'),
    detail: one('detail'),
    prepare: list('prepare'),
    related: list('related') ?? [],
    illustrations: list('illustrations')?.map(illustration),
  };
  const parsed = Written.safeParse(withoutAbsent(given));
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.map(({ path, message }) => `${cells.id ?? '?'}.${path.join('.')}: ${message}`));
}

function illustration(line: string) {
  const [, kind, file, text] = /^(\S+) +(\S+) +(.+)$/.exec(line) ?? [];
  return { kind, file, text };
}

function withoutAbsent(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
