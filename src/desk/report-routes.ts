import type { Context } from 'koa';
import { z } from 'zod';
import type { Agent } from '../domain/agent.ts';
import type { Case } from '../domain/case.ts';
import type { EventInput } from '../domain/event.ts';
import { toCsv, type Cell } from '../reports/csv.ts';
import type { HourOfFigures } from '../reports/figures-store.ts';
import { disclosureOf, ledgerTable, type WorkingDaysBetween } from '../reports/ledger.ts';
import { groupings, reportOf, reportTable } from '../reports/report.ts';
import { route, type Policy, type Route } from './route.ts';
import { errorShape } from './shapes.ts';

export type ReportDeps = {
  readonly hoursBetween: (from: Date, to: Date) => Promise<readonly HourOfFigures[]>;
  readonly casesBetween: (form: 'complaint' | 'report', span: { from: Date; to: Date }) => Promise<readonly Case[]>;
  readonly workingDays: WorkingDaysBetween;
  /** taking a ledger out of the house is on record */
  readonly record: (event: EventInput) => Promise<void>;
};

const readers = ['lead', 'auditor', 'administrator'] as const satisfies Policy;
const mostDays = 92;
const dayMs = 24 * 3_600_000;

const day = z.iso.date();
const span = { from: day, to: day };
const figuresQuery = z.strictObject({ ...span, by: z.enum(groupings).default('day') });
const form = z.enum(['complaint', 'report']).default('complaint');
const count = z.int();
const seconds = z.int().optional();
const rowShape = z.strictObject({
  key: z.string(),
  ...{ opened: count, firstReplies: count, firstReplySeconds: seconds, solved: count, handlingSeconds: seconds },
  ...{ firstReplyP50Seconds: seconds, firstReplyP90Seconds: seconds, handlingP50Seconds: seconds },
  ...{ handlingP90Seconds: seconds, solveP50Seconds: seconds, solveP90Seconds: seconds },
  ...{ solveSeconds: seconds, breaches: count, surveyYes: count, surveyNo: count, answered: count, deflected: count },
});
const disclosedShape = z.strictObject({
  category: z.string(),
  ...{ received: count, closed: count, within1: count, within3: count, within15: count, later: count, upheld: count },
});

/** The days of a query, both included, as moments; at most so many days. */
function spanOf(ctx: Context, { from, to }: { from: string; to: string }, most = mostDays): { from: Date; to: Date } {
  const begins = new Date(`${from}T00:00:00+08:00`);
  const ends = new Date(new Date(`${to}T00:00:00+08:00`).getTime() + dayMs);
  const days = (ends.getTime() - begins.getTime()) / dayMs;
  if (days < 1 || days > most) ctx.throw(400, 'span_invalid', { facts: { days: String(most) } });
  return { from: begins, to: ends };
}

function asFile(ctx: Context, name: string, { header, rows }: { header: readonly string[]; rows: Cell[][] }) {
  ctx.type = 'text/csv; charset=utf-8';
  ctx.set('Content-Disposition', `attachment; filename="${name}.csv"`);
  return { status: 200, body: toCsv(header, rows) };
}

/** What the desk has done: figures by hour, day, topic, agent and entry, the ledger of complaints, the yearly disclosure. */
export function createReportRoutes({ reports }: { readonly reports: ReportDeps }): readonly Route[] {
  const { hoursBetween, casesBetween, workingDays, record } = reports;

  function note(by: Agent, codes: readonly string[]): Promise<void> {
    return record({ kind: 'report.exported', actor: { kind: 'agent', id: by.employeeNumber }, codes });
  }

  const figures = [
    route({
      ...{ method: 'GET', path: '/api/desk/reports/figures', policy: readers, query: figuresQuery },
      summary: 'What was counted in a span of at most 92 days; the row `total` has the sums.',
      answers: { 200: z.strictObject({ rows: z.array(rowShape) }), 400: errorShape },
      async handle({ query, ctx }) {
        const { from, to } = spanOf(ctx, query);
        return { status: 200, body: { rows: reportOf(await hoursBetween(from, to), query.by) } };
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/reports/figures.csv', policy: readers, query: figuresQuery },
      summary: 'The same as a table for spreadsheets.',
      answers: { 200: undefined, 400: errorShape },
      async handle({ query, by, ctx }) {
        const { from, to } = spanOf(ctx, query);
        const rows = reportOf(await hoursBetween(from, to), query.by);
        await note(by.agent, ['figures', query.by]);
        return asFile(ctx, `figures-${query.by}-${query.from}-${query.to}`, reportTable(rows, query.by));
      },
    }),
  ];

  const ledger = [
    route({
      ...{ method: 'GET', path: '/api/desk/reports/cases.csv', policy: readers },
      query: z.strictObject({ ...span, form }),
      summary: 'The ledger of complaints or reports of at most 92 days, without what was said.',
      answers: { 200: undefined, 400: errorShape },
      async handle({ query, by, ctx }) {
        const found = await casesBetween(query.form, spanOf(ctx, query));
        await note(by.agent, ['ledger', query.form]);
        return asFile(ctx, `${query.form}-${query.from}-${query.to}`, ledgerTable(found, workingDays));
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/reports/disclosure', policy: readers },
      query: z.strictObject({ year: z.string().regex(/^20\d\d$/), form }),
      summary: 'What the yearly disclosure says: complaints by category, how many are closed, and how soon they were.',
      answers: { 200: z.strictObject({ rows: z.array(disclosedShape) }) },
      async handle({ query, ctx }) {
        const { year } = query;
        const found = await casesBetween(query.form, spanOf(ctx, { from: `${year}-01-01`, to: `${year}-12-31` }, 366));
        return { status: 200, body: { rows: disclosureOf(found, workingDays) } };
      },
    }),
  ];

  return [...figures, ...ledger];
}
