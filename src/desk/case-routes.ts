import type { Context } from 'koa';
import { z } from 'zod';
import {
  caseCategories,
  caseOutcomes,
  caseStates,
  caseSteps,
  reopenReasons,
  type Case,
  type Reopening,
} from '../domain/case.ts';
import type { RecordNumber } from '../domain/ids.ts';
import type { CasePorts, CaseRefusal, CaseResult } from '../domain/record-desk.ts';
import { route, type Policy, type Route } from './route.ts';
import { epoch, errorShape, words } from './shapes.ts';

/** What customers complain of is for those who answer it, and for those who look over it. */
const readers = ['senior', 'lead', 'auditor', 'administrator'] as const satisfies Policy;
const handlers = ['senior', 'lead', 'administrator'] as const satisfies Policy;
const reopeners = ['lead', 'administrator'] as const satisfies Policy;

const time = z.iso.datetime();
const forms = ['complaint', 'report', 'feedback'] as const;

export const caseShape = z.strictObject({
  number: z.string(),
  form: z.enum(forms),
  customer: z.string(),
  ticket: z.string().optional(),
  answers: z.array(z.string()),
  added: z
    .array(z.strictObject({ at: time, text: z.string() }))
    .optional()
    .describe('what the customer said to it afterwards, oldest first'),
  state: z.enum(caseStates),
  epoch: z.int(),
  at: time,
  due: z.strictObject({ acknowledge: time, answer: time, close: time }).optional(),
  dueAt: time.optional(),
  warned: z.array(z.enum(caseSteps)),
  breached: z.array(z.enum(caseSteps)),
  category: z.enum(caseCategories).optional(),
  acknowledgedAt: time.optional(),
  answeredAt: time.optional(),
  closedAt: time.optional(),
  outcome: z.enum(caseOutcomes).optional(),
  reopened: z
    .array(
      z.strictObject({
        ...{ at: time, by: z.string(), reason: z.enum(reopenReasons), closedAt: time.optional() },
        ...{ outcome: z.enum(caseOutcomes).optional(), breached: z.array(z.enum(caseSteps)) },
      }),
    )
    .optional()
    .describe('each time that it was closed and taken up again; `breached` above begins anew with it'),
  reply: z.string().optional(),
});
type CaseJson = z.infer<typeof caseShape>;

const params = z.strictObject({ record: z.string().regex(/^[CRF]\d{8}-\d{4,8}$/) });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const category = z.enum(caseCategories).optional();
const conflictShape = errorShape.extend({ epoch: z.int().optional() });

/** Field by field, so that a new field, or the OpenID, goes nowhere by itself. */
function presentCase(one: Case): CaseJson {
  const { number, form, customer, ticket, state, category: about, outcome, reply, due } = one;
  const { at, dueAt, acknowledgedAt, answeredAt, closedAt } = one;
  const times = Object.entries({ dueAt, acknowledgedAt, answeredAt, closedAt });
  return {
    ...{ number, form, customer, state, epoch: one.epoch, at: at.toISOString() },
    ...{ answers: [...one.answers], warned: [...one.warned], breached: [...one.breached] },
    ...(ticket && { ticket }),
    ...(about && { category: about }),
    ...(outcome && { outcome }),
    ...(reply !== undefined && { reply }),
    ...(one.added && { added: one.added.map((line) => ({ at: line.at.toISOString(), text: line.text })) }),
    ...(one.reopened && { reopened: one.reopened.map(presentReopening) }),
    ...(due && {
      due: {
        acknowledge: due.acknowledge.toISOString(),
        answer: due.answer.toISOString(),
        close: due.close.toISOString(),
      },
    }),
    ...Object.fromEntries(times.flatMap(([name, moment]) => (moment ? [[name, moment.toISOString()]] : []))),
  };
}

function presentReopening({ at, by, reason, closedAt, outcome, breached }: Reopening) {
  return {
    ...{ at: at.toISOString(), by, reason, breached: [...breached] },
    ...(closedAt && { closedAt: closedAt.toISOString() }),
    ...(outcome && { outcome }),
  };
}

function refuse(ctx: Context, refusal: CaseRefusal): never {
  switch (refusal.kind) {
    case 'not_found':
      return ctx.throw(404, 'not_found');
    case 'conflict':
      return ctx.throw(409, 'case_changed', { details: { epoch: refusal.case.epoch } });
    case 'blocked': {
      const { code: rule, reason } = refusal;
      return ctx.throw(422, 'reply_blocked', { facts: { reason }, details: { rule, reason } });
    }
  }
}

function settled(ctx: Context, result: CaseResult) {
  return result.ok ? { status: 200, body: presentCase(result.value) } : refuse(ctx, result.error);
}

const numberIn = ({ record }: z.infer<typeof params>): RecordNumber => record as RecordNumber;
const changed = { 200: caseShape, 404: errorShape, 409: conflictShape };

/** Complaints, reports of impostors and feedback. */
export function createCaseRoutes({ cases }: { readonly cases: CasePorts }): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/api/desk/cases', policy: readers },
      query: z.strictObject({
        form: z.enum(forms).default('complaint'),
        state: z.enum(caseStates).optional(),
        after: params.shape.record.optional(),
        limit,
      }),
      summary: 'Complaints, reports or feedback, newest first, page by page.',
      answers: { 200: z.strictObject({ cases: z.array(caseShape), next: z.string().optional() }) },
      async handle({ query, by }) {
        const { after, ...rest } = query;
        const asked = { ...rest, after: after as RecordNumber | undefined };
        const { cases: found, next } = await cases.listCases(asked, by.agent);
        return { status: 200, body: { cases: found.map(presentCase), ...(next && { next }) } };
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/cases/due', policy: readers, query: z.strictObject({ limit }) },
      summary: 'Complaints and reports by when their next step is due, soonest first.',
      answers: { 200: z.strictObject({ cases: z.array(caseShape) }) },
      handle: async ({ query, by }) => ({
        status: 200,
        body: { cases: (await cases.listDueCases(query.limit, by.agent)).map(presentCase) },
      }),
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/cases/:record', policy: readers, params },
      summary: 'A complaint or report. Reading it is on record.',
      answers: { 200: caseShape, 404: errorShape },
      async handle({ params: given, by, ctx }) {
        const found = await cases.readCase(numberIn(given), by.agent);
        return found ? { status: 200, body: presentCase(found) } : ctx.throw(404, 'not_found');
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/cases/:record/acknowledge', policy: handlers, params },
      body: z.strictObject({ epoch, category }),
      summary: 'Somebody has taken it up.',
      answers: changed,
      handle: async ({ params: given, body, by, ctx }) =>
        settled(
          ctx,
          await cases.acknowledgeCase({ ...{ category: undefined, ...body }, number: numberIn(given) }, by.agent),
        ),
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/cases/:record/answer', policy: handlers, params },
      body: z.strictObject({ epoch, text: words.reply, category }),
      summary: 'Answers the customer in his chat, after the outgoing check.',
      answers: { ...changed, 422: errorShape },
      handle: async ({ params: given, body, by, ctx }) =>
        settled(
          ctx,
          await cases.answerCase({ ...{ category: undefined, ...body }, number: numberIn(given) }, by.agent),
        ),
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/cases/:record/close', policy: handlers, params },
      body: z.strictObject({ epoch, outcome: z.enum(caseOutcomes), category }),
      summary: 'Closes it with an outcome.',
      answers: changed,
      handle: async ({ params: given, body, by, ctx }) =>
        settled(ctx, await cases.closeCase({ ...{ category: undefined, ...body }, number: numberIn(given) }, by.agent)),
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/cases/:record/reopen', policy: reopeners, params },
      body: z.strictObject({ epoch, reason: z.enum(reopenReasons) }),
      summary: 'Takes a closed complaint or report up again: its terms run anew, and its customer is told.',
      answers: changed,
      handle: async ({ params: given, body, by, ctx }) =>
        settled(ctx, await cases.reopenCase({ ...body, number: numberIn(given) }, by.agent)),
    }),
  ];
}
