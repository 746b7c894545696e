import type { Context } from 'koa';
import type { EditRefusal, EditResult, EntryFile, KnowledgeDesk } from '../domain/knowledge-desk.ts';
import { assertNever } from '../lib/assert-never.ts';
import {
  draftBody,
  entryFileShape,
  entryParams,
  epochBody,
  explainBody,
  explainedShape,
  exportQuery,
  findingsShape,
  importBody,
  importedShape,
  missDraftsShape,
  rollBackBody,
  summariesShape,
} from './knowledge-shapes.ts';
import { route, type Policy, type Route } from './route.ts';
import { errorShape } from './shapes.ts';

/** Who may draft, and who may put a draft before customers. */
const editors = ['senior', 'lead', 'administrator'] as const satisfies Policy;
const publishers = ['lead', 'administrator'] as const satisfies Policy;

export const importPath = '/api/desk/knowledge/import';
const entryPath = '/api/desk/knowledge/entries/:id';

function refuse(ctx: Context, refusal: EditRefusal): never {
  switch (refusal.kind) {
    case 'not_found':
      return ctx.throw(404, 'not_found');
    case 'conflict':
      return ctx.throw(409, 'entry_changed', { details: { epoch: refusal.epoch } });
    case 'nothing':
      return ctx.throw(422, 'nothing_there', { details: { missing: refusal.what } });
    case 'blocked': {
      const reason = refusal.findings[0]?.words ?? '';
      return ctx.throw(422, 'entry_blocked', { facts: { reason }, details: { findings: refusal.findings } });
    }
    default:
      return assertNever(refusal);
  }
}

function present({ history, ...file }: EntryFile) {
  return { ...file, history: history.map(({ at, ...step }) => ({ ...step, at: at.toISOString() })) };
}

function answer(ctx: Context, result: EditResult) {
  return result.ok ? { status: 200, body: present(result.value) } : refuse(ctx, result.error);
}

const edited = { 200: entryFileShape, 404: errorShape, 409: errorShape, 422: errorShape } as const;

/** The knowledge base: entries with their drafts and histories, what was missed, and why a text gets its answer. */
export function createKnowledgeRoutes({ knowledge }: { readonly knowledge: KnowledgeDesk }): Route[] {
  return [...reading(knowledge), ...editing(knowledge), ...exchanging(knowledge)];
}

function reading(knowledge: KnowledgeDesk): Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/api/desk/knowledge', policy: 'signed_in' },
      summary: 'All entries, with their votes.',
      answers: { 200: summariesShape },
      handle: async () => ({ status: 200, body: { entries: await knowledge.list() } }),
    }),
    route({
      ...{ method: 'GET', path: entryPath, policy: 'signed_in', params: entryParams },
      summary: 'An entry: what customers get, its draft, its history.',
      answers: { 200: entryFileShape, 404: errorShape },
      async handle({ params, ctx }) {
        const file = await knowledge.read(params.id);
        return file ? { status: 200, body: present(file) } : ctx.throw(404, 'not_found');
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/knowledge/misses', policy: editors },
      summary: 'What no entry answered, grouped by what was asked for: the start of new entries.',
      answers: { 200: missDraftsShape },
      async handle() {
        const drafts = (await knowledge.missDrafts()).map(({ firstAt, lastAt, ...draft }) => {
          return { ...draft, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() };
        });
        return { status: 200, body: { drafts } };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/knowledge/explain', policy: 'signed_in', body: explainBody },
      summary: 'The test box: which answer a text gets, and why. Nothing of it is kept.',
      answers: { 200: explainedShape },
      handle: ({ body }) => Promise.resolve({ status: 200, body: knowledge.explain(body.text) }),
    }),
  ];
}

function editing(knowledge: KnowledgeDesk): Route[] {
  return [
    route({
      ...{ method: 'POST', path: `${entryPath}/draft`, policy: editors, params: entryParams, body: draftBody },
      summary: 'Saves a draft. Customers see nothing of it.',
      answers: edited,
      handle: async ({ params, body: { epoch, entry }, by, ctx }) =>
        answer(ctx, await knowledge.saveDraft({ ...params, epoch, content: { ...entry, ...params } }, by.agent)),
    }),
    route({
      ...{ method: 'POST', path: `${entryPath}/check`, policy: editors, params: entryParams },
      summary: 'What is wrong with the draft, or with what is live, among all other entries.',
      answers: { 200: findingsShape, 404: errorShape },
      async handle({ params, ctx }) {
        const findings = await knowledge.check(params.id);
        return findings ? { status: 200, body: { findings } } : ctx.throw(404, 'not_found');
      },
    }),
    route({
      ...{ method: 'POST', path: `${entryPath}/publish`, policy: publishers, params: entryParams, body: epochBody },
      summary: 'Puts the draft before customers, if the check lets it.',
      answers: edited,
      handle: async ({ params, body, by, ctx }) =>
        answer(ctx, await knowledge.publish({ ...params, ...body }, by.agent)),
    }),
    route({
      ...{
        method: 'POST',
        path: `${entryPath}/roll-back`,
        policy: publishers,
        params: entryParams,
        body: rollBackBody,
      },
      summary: 'Puts an earlier content before customers again.',
      answers: edited,
      handle: async ({ params, body, by, ctx }) =>
        answer(ctx, await knowledge.rollBack({ ...params, ...body }, by.agent)),
    }),
    route({
      ...{ method: 'POST', path: `${entryPath}/retire`, policy: publishers, params: entryParams, body: epochBody },
      summary: 'Takes an entry down.',
      answers: edited,
      handle: async ({ params, body, by, ctx }) =>
        answer(ctx, await knowledge.retire({ ...params, ...body }, by.agent)),
    }),
    route({
      ...{ method: 'POST', path: `${entryPath}/discard`, policy: editors, params: entryParams, body: epochBody },
      summary: 'Drops the draft.',
      answers: edited,
      handle: async ({ params, body, by, ctx }) =>
        answer(ctx, await knowledge.discard({ ...params, ...body }, by.agent)),
    }),
  ];
}

const types = { csv: 'text/csv; charset=utf-8', markdown: 'text/markdown; charset=utf-8' } as const;
const names = { csv: 'knowledge.csv', markdown: 'knowledge.md' } as const;

function exchanging(knowledge: KnowledgeDesk): Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/api/desk/knowledge/export', policy: editors, query: exportQuery },
      summary: 'What customers get, all entries, as a file: CSV that no spreadsheet runs, or Markdown.',
      answers: { 200: undefined },
      handle({ query: { format }, ctx }) {
        ctx.attachment(names[format]);
        ctx.type = types[format];
        return Promise.resolve({ status: 200, body: knowledge.exportAs(format) });
      },
    }),
    route({
      ...{ method: 'POST', path: importPath, policy: editors, body: importBody },
      summary: 'Takes a file of entries in as drafts; what is the same stays as it is.',
      answers: { 200: importedShape, 422: errorShape },
      async handle({ body, by, ctx }) {
        const done = await knowledge.importFrom(body, by.agent);
        if (done.ok) return { status: 200, body: done.value };
        const faults = done.error.slice(0, 50);
        return ctx.throw(422, 'import_refused', { facts: { reason: faults[0] ?? '' }, details: { faults } });
      },
    }),
  ];
}
