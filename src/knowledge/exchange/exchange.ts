import type { ExchangeFormat, WrittenEntry } from '../../domain/knowledge-desk.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { readCsv, writeCsv } from './csv.ts';
import { cellsOf, columns, entryOf, type Cells } from './entry-cells.ts';
import { readMarkdown, writeMarkdown } from './markdown.ts';

/** Entries as a file that editors work on elsewhere. */
export function exportEntries(entries: readonly WrittenEntry[], format: ExchangeFormat): string {
  const cells = entries.map(cellsOf);
  if (format === 'markdown') return writeMarkdown(cells);
  return writeCsv([columns, ...cells.map((one) => columns.map((column) => one[column]))]);
}

/** What `exportEntries` wrote, or an editor wrote in its form: all entries, or everything that is wrong, a line each. */
export function importEntries(text: string, format: ExchangeFormat): Result<WrittenEntry[], string[]> {
  const cells = format === 'markdown' ? ok(readMarkdown(text)) : readTable(text);
  if (!cells.ok) return cells;
  const read = cells.value.map(entryOf);
  const faults = [...read.flatMap((one) => (one.ok ? [] : one.error)), ...repeated(cells.value)];
  if (faults.length > 0) return err(faults);
  return ok(read.flatMap((one) => (one.ok ? [one.value] : [])));
}

function readTable(text: string): Result<Partial<Cells>[], string[]> {
  const rows = readCsv(text);
  if (!rows.ok) return err([`line ${rows.error}: a quote is not closed`]);
  const [head = [], ...body] = rows.value;
  const missing = (['id', 'topic', 'title', 'answer'] as const).filter((column) => !head.includes(column));
  if (missing.length > 0) return err(missing.map((column) => `there is no column ${column}`));
  return ok(body.map((row) => Object.fromEntries(head.map((column, at) => [column.trim(), row[at] ?? '']))));
}

function repeated(cells: readonly Partial<Cells>[]): string[] {
  const ids = cells.map(({ id }) => id ?? '');
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map((id) => `${id}: is there twice`);
}
