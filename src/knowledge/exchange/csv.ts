import { err, ok, type Result } from '../../lib/result.ts';

/** What a spreadsheet would take for a formula, and our own mark against it. */
const risky = /^['=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A cell that no spreadsheet runs: what might be a formula gets a leading apostrophe, which `readCsv` takes away. */
export function csvCell(text: string): string {
  const safe = risky.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV (RFC 4180) with a byte-order mark, without which spreadsheets read Chinese as something else. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}

/** @returns the rows, or the number of the line where a quote is not closed */
export function readCsv(text: string): Result<string[][], number> {
  const rows: string[][] = [];
  let row: string[] = [];
  const source = text.replace(/^\ufeff/, '');
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  let at = 0;
  while (at < source.length) {
    cell.lastIndex = at;
    const found = cell.exec(source);
    if (!found) return err(source.slice(0, at).split(/\r\n|\n|\r/).length);
    const [all, quoted, plain = '', end] = found;
    row.push(unmarked(quoted === undefined ? plain : quoted.replaceAll('""', '"')));
    at += all.length;
    if (end === ',') {
      // A line that ends with a comma has one more cell, an empty one.
      if (at === source.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return ok(rows.filter((cells) => cells.some((value) => value !== '')));
}

function unmarked(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}
