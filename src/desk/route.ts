import type { Context } from 'koa';
import { z } from 'zod';
import type { Role } from '../domain/agent.ts';
import { checked } from '../http/validation.ts';
import type { SignedIn } from '../staff/staff.ts';

/** Who may call a route: anybody, whoever is signed in, or those with one of these roles. */
export type Policy = 'open' | 'signed_in' | readonly Role[];

/** Those who work on tickets. An auditor reads and changes nothing. */
export const workers = ['agent', 'senior', 'lead', 'administrator'] as const satisfies Policy;
export const administrators = ['administrator'] as const satisfies Policy;

type Answer = { readonly status: number; readonly body?: unknown } | { readonly stream: NodeJS.ReadableStream };

type Sent<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly ctx: Context;
};

type Described = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** one line, for /api/openapi.json */
  readonly summary: string;
  /** what it answers, by status; undefined for an answer without a body */
  readonly answers: Readonly<Record<number, z.ZodType | undefined>>;
};

type Checks<Params, Query, Body> = {
  readonly params: z.ZodType<Params>;
  readonly query: z.ZodType<Query>;
  readonly body: z.ZodType<Body>;
};

/** A route as the router and the description take it: its types are settled. */
export type Route = Described & {
  readonly policy: Policy;
  readonly checks: Checks<unknown, unknown, unknown>;
  readonly run: (ctx: Context, by: SignedIn | undefined) => Promise<Answer>;
};

const nothing = z.strictObject({});

/** What is not described may not be sent. */
function checksOf<P, Q, B>(given: Partial<Checks<P, Q, B>>): Checks<P, Q, B> {
  return {
    params: (given.params ?? nothing) as z.ZodType<P>,
    query: (given.query ?? nothing) as z.ZodType<Q>,
    body: (given.body ?? nothing) as z.ZodType<B>,
  };
}

function sentTo<P, Q, B>(ctx: Context, checks: Checks<P, Q, B>): Sent<P, Q, B> {
  return {
    params: checked(ctx, checks.params, { place: 'params', value: ctx.params ?? {} }),
    query: checked(ctx, checks.query, { place: 'query', value: { ...ctx.query } }),
    body: checked(ctx, checks.body, { place: 'body', value: ctx.request.body ?? {} }),
    ctx,
  };
}

/** A route for those who are signed in. */
export function route<P = object, Q = object, B = object>(
  spec: Described &
    Partial<Checks<P, Q, B>> & {
      readonly policy: Exclude<Policy, 'open'>;
      readonly handle: (sent: Sent<P, Q, B> & { readonly by: SignedIn }) => Promise<Answer>;
    },
): Route {
  const { method, path, summary, answers, policy, handle } = spec;
  const checks = checksOf(spec);
  return {
    ...{ method, path, summary, answers, policy, checks },
    run: (ctx, by) => (by ? handle({ ...sentTo(ctx, checks), by }) : ctx.throw(401, 'unauthenticated')),
  };
}

/** A route for everybody. */
export function openRoute<P = object, Q = object, B = object>(
  spec: Described & Partial<Checks<P, Q, B>> & { readonly handle: (sent: Sent<P, Q, B>) => Promise<Answer> },
): Route {
  const { method, path, summary, answers, handle } = spec;
  const checks = checksOf(spec);
  return { ...{ method, path, summary, answers, checks }, policy: 'open', run: (ctx) => handle(sentTo(ctx, checks)) };
}

/** Whether a policy lets somebody through. */
export function allows(policy: Policy, by: SignedIn | undefined): 'yes' | 'sign_in_first' | 'no' {
  if (policy === 'open') return 'yes';
  if (!by) return 'sign_in_first';
  return policy === 'signed_in' || by.agent.roles.some((role) => policy.includes(role)) ? 'yes' : 'no';
}
