import type { Context } from 'koa';
import { z } from 'zod';
import { cannedScopes, type CannedReply } from '../domain/canned.ts';
import type { TicketNumber } from '../domain/ids.ts';
import { blanksOf, fillBlanks } from '../lib/blanks.ts';
import { blankValues } from '../staff/blank-values.ts';
import type { CannedRefusal } from '../staff/canned.ts';
import type { DeskDeps } from './desk-deps.ts';
import { route, workers, type Route } from './route.ts';
import { errorShape, numberParams, words } from './shapes.ts';

const cannedShape = z.strictObject({
  id: z.string(),
  scope: z.enum(cannedScopes),
  shortcut: z.string(),
  title: z.string(),
  text: z.string().describe('with its blanks, such as {客户称呼}'),
  filled: z.string().describe('with those blanks filled in that are known'),
  blanks: z.array(z.string()).describe('what is still to be filled in before it can be sent'),
  changedAt: z.iso.datetime(),
});

const fields = {
  shortcut: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}_-]{1,20}$/u),
  title: z.string().trim().min(1).max(60),
  text: words.note,
};
const idParams = z.strictObject({ id: z.uuid() });
const listQuery = z.strictObject({
  q: z.string().max(60).optional(),
  ticket: numberParams.shape.number.optional(),
});

const statusOf = { not_found: 404, forbidden: 403, shortcut_taken: 409, canned_full: 409, blocked: 422 } as const;

function refuse(ctx: Context, refusal: CannedRefusal): never {
  if (refusal.kind !== 'blocked') return ctx.throw(statusOf[refusal.kind], refusal.kind);
  const { code, reason } = refusal;
  return ctx.throw(422, 'reply_blocked', { facts: { reason }, details: { rule: code, reason } });
}

/** 快捷回复: an agent's own, and the shared ones, which leads keep. */
export function createCannedRoutes({
  canned,
  blanks,
  clock,
}: Pick<DeskDeps, 'canned' | 'blanks' | 'clock'>): readonly Route[] {
  type For = { readonly by: Parameters<typeof blankValues>[1]['by']; readonly ticket?: string | undefined };

  function present({ id, scope, shortcut, title, text, changedAt }: CannedReply, { by, ticket }: For) {
    const values = blankValues(blanks, { by, at: clock(), number: ticket as TicketNumber | undefined });
    const filled = fillBlanks(text, values);
    const left = blanksOf(filled);
    return { ...{ id, scope, shortcut, title, text, filled }, blanks: left, changedAt: changedAt.toISOString() };
  }

  return [
    route({
      ...{ method: 'GET', path: '/api/desk/canned', policy: workers, query: listQuery },
      summary: 'Canned replies that fit what was typed, with their blanks filled in for a ticket.',
      answers: { 200: z.strictObject({ canned: z.array(cannedShape) }) },
      async handle({ query, by: { agent } }) {
        const found = await canned.list(agent, query.q?.trim());
        return { status: 200, body: { canned: found.map((reply) => present(reply, { by: agent, ...query })) } };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/canned', policy: workers },
      body: z.strictObject({ scope: z.enum(cannedScopes), ...fields }),
      summary: 'Keeps a canned reply; a shared one is a lead’s to keep.',
      answers: { 201: cannedShape, 403: errorShape, 409: errorShape, 422: errorShape },
      async handle({ body, by: { agent }, ctx }) {
        const result = await canned.add(body, agent);
        return result.ok ? { status: 201, body: present(result.value, { by: agent }) } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/canned/:id', policy: workers, params: idParams },
      body: z.strictObject(fields),
      summary: 'Changes a canned reply.',
      answers: { 200: cannedShape, 404: errorShape, 409: errorShape, 422: errorShape },
      async handle({ params, body, by: { agent }, ctx }) {
        const result = await canned.change(params.id, body, agent);
        return result.ok ? { status: 200, body: present(result.value, { by: agent }) } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'DELETE', path: '/api/desk/canned/:id', policy: workers, params: idParams },
      summary: 'Throws a canned reply away.',
      answers: { 204: undefined, 404: errorShape },
      async handle({ params, by: { agent }, ctx }) {
        return (await canned.remove(params.id, agent)) ? { status: 204 } : ctx.throw(404, 'not_found');
      },
    }),
  ];
}
