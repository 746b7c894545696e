import type { Context } from 'koa';
import { z } from 'zod';
import type { IdentityPorts, Subject } from '../domain/desk-identity.ts';
import { toCustomerId, toTicketNumber } from '../domain/ids.ts';
import { refuseIdentity } from './identity-refusals.ts';
import { route, workers, type Route } from './route.ts';
import { errorShape } from './shapes.ts';

/** Whom it is for: the ticket's customer, or the customer that the ticket names. */
const subjectBody = z.strictObject({
  ticket: z
    .string()
    .regex(/^K\d{8}-\d{4,8}$/)
    .optional(),
  customer: z.uuid().optional(),
});
const codeBody = subjectBody.extend({ matter: z.string().trim().min(2).max(40).describe('the customer reads it') });
const codeShape = z.strictObject({
  code: z.string().describe('six digits, told once'),
  say: z.string().describe('what the customer sends'),
  expiresAt: z.iso.datetime(),
});
const wordShape = z.strictObject({ word: z.string(), expiresAt: z.iso.datetime() });

function subjectOf(ctx: Context, { ticket, customer }: z.infer<typeof subjectBody>): Subject {
  if ((ticket === undefined) === (customer === undefined)) return ctx.throw(400, 'one_subject');
  if (customer !== undefined) return { kind: 'customer', customer: toCustomerId(customer) };
  const number = toTicketNumber(ticket ?? '');
  return number ? { kind: 'ticket', number } : ctx.throw(404, 'not_found');
}

/** Codes that an agent says and words that he hears: proof in any other channel. */
export function createChallengeRoutes(ports: Pick<IdentityPorts, 'issueCode' | 'revokeCode' | 'readWord'>): Route[] {
  const refusals = { 400: errorShape, 404: errorShape, 422: errorShape };
  return [
    route({
      ...{ method: 'POST', path: '/api/desk/challenges', policy: workers, body: codeBody },
      summary: 'A code that proves to one customer who is talking to him, for ten minutes and once.',
      answers: { 201: codeShape, ...refusals },
      async handle({ body, by, ctx }) {
        const { matter } = body;
        const made = await ports.issueCode({ subject: subjectOf(ctx, body), matter }, by.agent);
        if (!made.ok) return refuseIdentity(ctx, made.error);
        const { code, expiresAt } = made.value;
        const say = `验证 ${code.slice(0, 3)} ${code.slice(3)}`;
        return { status: 201, body: { code, say, expiresAt: expiresAt.toISOString() } };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/challenges/revoke', policy: workers, body: subjectBody },
      summary: 'Takes the agent’s own code back.',
      answers: { 204: undefined, 400: errorShape, 404: errorShape },
      async handle({ body, by, ctx }) {
        const revoked = await ports.revokeCode(subjectOf(ctx, body), by.agent);
        return revoked.ok ? { status: 204 } : refuseIdentity(ctx, revoked.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/challenges/word', policy: workers, body: subjectBody },
      summary: 'The word that the customer asked for, for the first agent who reads it; he says it to the customer.',
      answers: { 200: wordShape, 400: errorShape, 404: errorShape },
      async handle({ body, by, ctx }) {
        const read = await ports.readWord(subjectOf(ctx, body), by.agent);
        if (!read.ok) return refuseIdentity(ctx, read.error);
        return { status: 200, body: { word: read.value.word, expiresAt: read.value.expiresAt.toISOString() } };
      },
    }),
  ];
}
