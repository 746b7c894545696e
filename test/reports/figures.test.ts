import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case.ts';
import { toCustomerId, toRecordNumber } from '../../src/domain/ids.ts';
import { isDeflected, type Turn } from '../../src/reports/deflection.ts';
import { noCounts } from '../../src/reports/figures.ts';
import { disclosureOf, ledgerTable } from '../../src/reports/ledger.ts';
import { reportOf, reportTable } from '../../src/reports/report.ts';

const hour = 3_600_000;
const start = new Date('2026-11-22T09:00:00+08:00');
let made = 0;
const turn = (kind: Turn['kind'], hours: number, about: Partial<Turn> = {}): Turn => ({
  ...{ id: String(++made), customer: 'one', kind, topic: 'transfer', ...about },
  at: new Date(start.getTime() + hours * hour),
});

describe('an answer of the bot’s', () => {
  const answer = turn('answered', 0);

  it('was all that was needed when nothing of the kind came within a day', () => {
    const others = [
      answer,
      turn('answered', 1, { topic: 'account' }),
      turn('answered', 24.1),
      turn('person', 25),
      turn('person', 1, { topic: '', customer: 'two' }),
      turn('answered', -1),
    ];

    expect(isDeflected(answer, others)).toBe(true);
  });

  it.each([
    ['a person', turn('person', 23.9, { topic: 'account' })],
    ['the same topic again', turn('answered', 20)],
    ['a word that it was no help', turn('unhelpful', 0.1, { topic: '' })],
  ])('was not, with %s within a day', (_what, other) => {
    expect(isDeflected(answer, [answer, other])).toBe(false);
  });
});

const row = (topic: string, agent: string, counts: Partial<typeof noCounts>) => ({
  topic,
  agent,
  ...noCounts,
  ...counts,
});
const hours = [
  {
    at: start,
    rows: [
      row('transfer', '1001', {
        firstReplies: 2,
        firstReplyMs: 180_000,
        solved: 1,
        handledMs: 60_000,
        solvedMs: 120_000,
      }),
      row('transfer', '', { opened: 3 }),
    ],
    entries: [{ entry: 'transfer-pending', topic: 'transfer', answered: 4, deflected: 3 }],
    final: true,
  },
  {
    at: new Date(start.getTime() + 24 * hour),
    rows: [row('account', '1002', { firstReplies: 1, firstReplyMs: 30_000, breaches: 1 })],
    entries: [],
    final: true,
  },
];

describe('a report', () => {
  it('adds up by day, with averages only of what there was', () => {
    expect(reportOf(hours, 'day')).toMatchObject([
      {
        key: '2026-11-22',
        opened: 3,
        firstReplies: 2,
        firstReplySeconds: 90,
        solveSeconds: 120,
        answered: 4,
        deflected: 3,
      },
      { key: '2026-11-23', opened: 0, firstReplies: 1, firstReplySeconds: 30, breaches: 1 },
      { key: 'total', opened: 3, firstReplies: 3, firstReplySeconds: 70, handlingSeconds: 60, answered: 4 },
    ]);
    expect(reportOf(hours, 'day')[1]).not.toHaveProperty('solveSeconds');
  });

  it.each([
    ['hour', ['09', 'total']],
    ['topic', ['account', 'transfer', 'total']],
    ['agent', ['', '1001', '1002', 'total']],
    ['entry', ['transfer-pending', 'total']],
  ] as const)('tells figures apart by %s', (by, keys) => {
    expect(reportOf(hours, by).map(({ key }) => key)).toEqual(keys);
  });

  it('is a table whose last line is the sum', () => {
    const { header, rows } = reportTable(reportOf(hours, 'topic'), 'topic');

    expect(header.slice(0, 2)).toEqual(['主题', '新工单']);
    expect(rows.at(-1)?.slice(0, 2)).toEqual(['合计', 3]);
    expect(new Set(rows.map((one) => one.length))).toEqual(new Set([header.length]));
  });
});

describe('the ledger of complaints', () => {
  it('says how often a matter was taken up again, and all that was ever late', () => {
    const one: Case = {
      number: toRecordNumber('C20261122-0001') ?? ('' as never),
      ...{ form: 'complaint', customer: toCustomerId('one'), answers: ['样本所述'], at: start, epoch: 9, warned: [] },
      ...{ state: 'closed', closedAt: start, outcome: 'upheld', breached: ['close'] },
      reopened: [{ at: start, by: '1001', reason: 'not_done', outcome: 'rejected', breached: ['answer'] }],
    };

    const { header, rows } = ledgerTable([one], () => 3);

    const [row = []] = rows;
    const cell = (name: string) => row[header.indexOf(name)];
    expect([cell('重新办理次数'), cell('超时环节'), cell('结果')]).toEqual([1, '答复、办结', '成立']);
    expect(JSON.stringify(rows)).not.toContain('样本所述');
  });
});

describe('the yearly disclosure', () => {
  const filed = (days: number | undefined, category?: Case['category'], outcome?: Case['outcome']): Case => ({
    number: toRecordNumber('C20261122-0001') ?? ('' as never),
    ...{ form: 'complaint', customer: toCustomerId('one'), answers: [], at: start, epoch: 1, warned: [], breached: [] },
    state: days === undefined ? 'filed' : 'closed',
    ...(days !== undefined && { closedAt: new Date(start.getTime() + days * 24 * hour) }),
    ...(category && { category }),
    ...(outcome && { outcome }),
  });
  const between = (from: Date, until: Date) => Math.round((until.getTime() - from.getTime()) / (24 * hour));

  it('counts what was received, closed, how soon, and how often the customer was right', () => {
    const cases = [filed(0, 'fees', 'upheld'), filed(2, 'fees', 'rejected'), filed(20, 'fees'), filed(undefined)];

    expect(disclosureOf(cases, between)).toEqual([
      { category: 'fees', received: 3, closed: 3, within1: 1, within3: 1, within15: 0, later: 1, upheld: 1 },
      { category: 'other', received: 1, closed: 0, within1: 0, within3: 0, within15: 0, later: 0, upheld: 0 },
      { category: 'total', received: 4, closed: 3, within1: 1, within3: 1, within15: 0, later: 1, upheld: 1 },
    ]);
  });
});
