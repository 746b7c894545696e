import { describe, expect, it } from '@jest/globals';
import { toCsv } from '../../src/reports/csv.ts';

/** What a spreadsheet would read in the one cell of the one row. */
function cellOf(value: string): string {
  return toCsv(['a'], [[value]])
    .split('\r\n')
    .slice(1, -1)
    .join('\r\n')
    .slice(1, -1)
    .replaceAll('""', '"');
}

describe('a table for spreadsheets', () => {
  it('has the mark of UTF-8, a header, lines that end in CRLF, numbers as numbers and nothing where nothing is', () => {
    expect(
      toCsv(
        ['编号', '数'],
        [
          ['样本', 2],
          [undefined, 0.5],
        ],
      ),
    ).toBe('\u{FEFF}"编号","数"\r\n"样本",2\r\n,0.5\r\n');
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '＝1',
    '＋1',
    '－1',
    '＠A',
    '\u{FEFF}=1',
    '\u{200B}=1',
  ])('shows %j as text', (attack) => {
    expect(cellOf(attack)).toBe(`'${attack}`);
  });

  it('lets no text out of its cell', () => {
    expect(toCsv(['a'], [['x","=1"\r\n"=2']])).toBe('\u{FEFF}"a"\r\n"x"",""=1""\r\n""=2"\r\n');
  });

  it('leaves ordinary words as they are', () => {
    expect(['样本', 'a-b', '2026-11-22', '1=1'].map(cellOf)).toEqual(['样本', 'a-b', '2026-11-22', '1=1']);
  });
});
