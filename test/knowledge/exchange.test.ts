import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { intents, priorities } from '../../src/domain/intent.ts';
import type { WrittenEntry } from '../../src/domain/knowledge-desk.ts';
import { csvCell, readCsv, writeCsv } from '../../src/knowledge/exchange/csv.ts';
import { exportEntries, importEntries } from '../../src/knowledge/exchange/exchange.ts';
import { valueOf } from './shipped.ts';

const characters = fc.constantFrom(...Array.from('钱包怎么，。"\',;=+-@#\\*|[]{}()<>&　 aZ9\t'));
const line = fc.string({ unit: characters, minLength: 1, maxLength: 30 }).map((text) => `词${text.trim()}`);
/** Lists as a file has them: one a line, none empty. */
const lines = (maxLength: number) =>
  fc.array(
    line.map((text) => text.trim()),
    { minLength: 1, maxLength },
  );
/** Paragraphs; a first character that a spreadsheet would run, or that Markdown would read as its own. */
const text = fc
  .tuple(
    fc.constantFrom('', '=', '+', '-', '@', '# ', '## ', '\\', "'"),
    fc.array(line, { minLength: 1, maxLength: 4 }),
  )
  .map(([mark, all]) => `${mark}${all.join('\n')}`.trim());
const id = fc.constantFrom('a', 'top-up', 'transfer-late2');
const absent = { freq: 1 };

const entry: fc.Arbitrary<WrittenEntry> = fc
  .record({
    id,
    topic: id,
    title: line.map((one) => one.slice(0, 40).trim()),
    intent: fc.constantFrom(...intents),
    priority: fc.constantFrom(...priorities),
    questions: lines(5),
    answer: text,
    related: fc.uniqueArray(id, { maxLength: 3 }),
    detail: fc.option(text, { ...absent, nil: undefined }),
    steps: fc.option(lines(4), { ...absent, nil: undefined }),
    prepare: fc.option(lines(3), { ...absent, nil: undefined }),
  })
  .map((one) => JSON.parse(JSON.stringify(one)) as WrittenEntry);

describe('entries as a file', () => {
  it.each(['csv', 'markdown'] as const)('come back from %s as they went out, whatever is in them', (format) => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: (one) => one.id, maxLength: 3, minLength: 1 }), (entries) => {
        expect(valueOf(importEntries(exportEntries(entries, format), format))).toEqual(entries);
      }),
      { numRuns: 300 },
    );
  });

  it('say what is wrong in them, each fault by entry and field', () => {
    const broken = importEntries('id,topic,title,intent,questions,answer\nA,t,题,nothing,问,答\n', 'csv');

    expect(broken.ok ? [] : broken.error.map((fault) => fault.split(':', 1)[0])).toEqual(['A.id', 'A.intent']);
    expect(importEntries('id,topic,title,answer\n"a', 'csv')).toEqual({
      ok: false,
      error: ['line 2: a quote is not closed'],
    });
  });
});

describe('a cell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', "'=1"])('%j is run by no spreadsheet', (formula) => {
    const cell = csvCell(formula).replace(/^"/, '');

    expect(cell.startsWith("'")).toBe(true);
    expect(valueOf(readCsv(writeCsv([[formula, 'x']])))).toEqual([[formula, 'x']]);
  });
});
