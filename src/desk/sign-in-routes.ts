import type { Context } from 'koa';
import { z } from 'zod';
import type { SignInRefusal } from '../staff/sign-in.ts';
import type { Staff } from '../staff/staff.ts';
import type { Cookie } from './cookie.ts';
import type { EventStreams } from './event-streams.ts';
import { presentAgent } from './present.ts';
import { openRoute, route, type Route } from './route.ts';
import { agentShape, errorShape, meShape, password } from './shapes.ts';

const linkToken = z.string().regex(/^[\w-]{43}$/);

function refuse(ctx: Context, refusal: SignInRefusal): never {
  switch (refusal.kind) {
    case 'refused':
      return ctx.throw(401, 'sign_in_refused');
    case 'code_required':
      return ctx.throw(401, 'code_required');
    case 'too_many': {
      const seconds = String(refusal.retryAfterSeconds);
      ctx.set('Retry-After', seconds);
      return ctx.throw(429, 'sign_in_limited', { facts: { seconds } });
    }
  }
}

/** Signing in and out, and setting a password by a one-time link. */
export function createSignInRoutes(deps: {
  readonly staff: Staff;
  readonly cookie: Cookie;
  readonly streams: EventStreams;
}): readonly Route[] {
  const { staff, cookie, streams } = deps;

  return [
    openRoute({
      ...{ method: 'POST', path: '/api/desk/sign-in' },
      body: z.strictObject({
        login: z.string().min(1).max(64),
        password,
        code: z
          .string()
          .regex(/^[\dA-Za-z-]{6,20}$/)
          .optional(),
      }),
      summary: 'Signs in and sets the cookie; `code` only for accounts with a second factor.',
      answers: { 200: agentShape, 401: errorShape, 429: errorShape },
      async handle({ body, ctx }) {
        const before = cookie.read(ctx);
        const result = await staff.signIn({ ...body, ip: ctx.ip });
        if (!result.ok) return refuse(ctx, result.error);
        // A new id at every sign-in; the one that the browser came with is worth nothing any more.
        const previous = before === undefined ? undefined : await staff.whoIs(before);
        if (previous) await staff.endSession(previous);
        cookie.write(ctx, result.value.sessionId);
        return { status: 200, body: presentAgent(result.value.agent) };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/sign-out', policy: 'signed_in' },
      summary: 'Ends this sign-in.',
      answers: { 204: undefined },
      async handle({ by, ctx }) {
        await staff.signOut(by);
        streams.closeOf((stream) => stream.session === by.session);
        cookie.clear(ctx);
        return { status: 204 };
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/me', policy: 'signed_in' },
      summary: 'Who is signed in.',
      answers: { 200: meShape, 401: errorShape },
      async handle({ by }) {
        const secondFactor = await staff.secondFactor.isOn(by.agent);
        return { status: 200, body: { ...presentAgent(by.agent), secondFactor } };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/password', policy: 'signed_in' },
      body: z.strictObject({ current: password, next: password }),
      summary: 'Changes one’s own password; all other sign-ins of the account end.',
      answers: { 204: undefined, 422: errorShape },
      async handle({ body, by, ctx }) {
        const result = await staff.accounts.changePassword(by, body);
        if (!result.ok) return ctx.throw(422, result.error);
        streams.closeOf(({ account, session }) => account === by.agent.id && session !== by.session);
        return { status: 204 };
      },
    }),
    openRoute({
      ...{ method: 'POST', path: '/api/desk/setup/check' },
      body: z.strictObject({ token: linkToken }),
      summary: 'Whose one-time link this is.',
      answers: { 200: z.strictObject({ login: z.string(), name: z.string() }), 404: errorShape },
      async handle({ body, ctx }) {
        const agent = await staff.accounts.readLink(body.token);
        if (!agent) return ctx.throw(404, 'link_invalid');
        return { status: 200, body: { login: agent.login, name: agent.name } };
      },
    }),
    openRoute({
      ...{ method: 'POST', path: '/api/desk/setup' },
      body: z.strictObject({ token: linkToken, password }),
      summary: 'Sets a password by a one-time link.',
      answers: { 204: undefined, 404: errorShape, 422: errorShape },
      async handle({ body, ctx }) {
        const result = await staff.accounts.setUp(body.token, body.password);
        if (!result.ok) return ctx.throw(result.error === 'link_invalid' ? 404 : 422, result.error);
        streams.closeOf(({ account }) => account === result.value.id);
        return { status: 204 };
      },
    }),
  ];
}
