export type Cell = string | number | undefined;

// What a spreadsheet takes for the beginning of a formula, in the full-width forms too, whatever blanks stand before it.
const formula = /^[\s\u{FEFF}\u{200B}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/**
 * A table as a spreadsheet opens it: UTF-8 with its mark, CRLF, every text quoted. A text that would be run as a formula
 * has an apostrophe before it, which the spreadsheet shows as text; numbers are numbers.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(cell).join(','));
  return `\u{FEFF}${lines.join('\r\n')}\r\n`;
}

function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = formula.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
