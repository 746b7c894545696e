import { z } from 'zod';
import type { Agent } from '../domain/agent.ts';
import type { CustomerCard } from '../domain/care.ts';
import { restraintKinds } from '../domain/customer.ts';
import { toCustomerId } from '../domain/ids.ts';
import type { DeskDeps } from './desk-deps.ts';
import { presentLine, presentTicket } from './present.ts';
import { refuse } from './refuse.ts';
import { route, workers, type Route } from './route.ts';
import { conflictShape, customerShape, errorShape, sentShape, ticketShape, words } from './shapes.ts';

const longestRestraintMs = 366 * 24 * 60 * 60_000;
const customerParams = z.strictObject({ customer: z.string().regex(/^[\w-]{1,64}$/) });
const path = (rest: string): string => `/api/desk/customers/:customer${rest}`;

/** Who may keep a customer from people altogether. */
function mayBlock({ roles }: Agent): boolean {
  return roles.some((role) => role === 'senior' || role === 'lead' || role === 'administrator');
}

function present({ customer, followed, window, ticket, lastInAt, restraint }: CustomerCard) {
  return {
    customer,
    followed,
    ...(window && { window: { left: window.left, closesAt: window.closesAt.toISOString() } }),
    ...(ticket !== undefined && { ticket }),
    ...(lastInAt && { lastInAt: lastInAt.toISOString() }),
    ...(restraint && {
      restraint: {
        ...{ kind: restraint.kind, reason: restraint.reason, by: restraint.by },
        ...{ until: restraint.until.toISOString(), since: restraint.since.toISOString() },
      },
    }),
  };
}

/** A customer as staff deal with him beside his tickets: by a random id, never by his OpenID. */
export function createCustomerRoutes({ care, clock }: Pick<DeskDeps, 'care' | 'clock'>): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: path(''), policy: 'signed_in', params: customerParams },
      summary: 'What the desk knows of a customer: the window that WeChat leaves open, and what was decided about him.',
      answers: { 200: customerShape, 404: errorShape },
      async handle({ params, by, ctx }) {
        const card = await care.readCustomer(toCustomerId(params.customer), by.agent);
        return card ? { status: 200, body: present(card) } : ctx.throw(404, 'not_found');
      },
    }),
    route({
      ...{ method: 'POST', path: path('/restrain'), policy: workers, params: customerParams },
      body: z.strictObject({
        kind: z.enum(restraintKinds),
        until: z.iso.datetime({ offset: true }),
        reason: z.string().trim().min(1).max(200),
      }),
      summary:
        'Mutes or blocks a customer until a time; an emergency, a complaint and a report are heard all the same.',
      answers: { 200: customerShape, 400: errorShape, 403: errorShape, 404: errorShape },
      async handle({ params, body, by, ctx }) {
        if (body.kind === 'blocked' && !mayBlock(by.agent)) return ctx.throw(403, 'block_is_for_seniors');
        const until = new Date(body.until);
        const aheadMs = until.getTime() - clock().getTime();
        if (aheadMs <= 0 || aheadMs > longestRestraintMs) return ctx.throw(400, 'restraint_until_invalid');
        const input = { customer: toCustomerId(params.customer), kind: body.kind, until, reason: body.reason };
        const card = await care.restrain(input, by.agent);
        return card ? { status: 200, body: present(card) } : ctx.throw(404, 'not_found');
      },
    }),
    route({
      ...{ method: 'POST', path: path('/release'), policy: workers, params: customerParams },
      summary: 'Lets a muted or blocked customer be served as everybody else.',
      answers: { 200: customerShape, 403: errorShape, 404: errorShape },
      async handle({ params, by, ctx }) {
        const id = toCustomerId(params.customer);
        const before = await care.readCustomer(id, by.agent);
        if (before?.restraint?.kind === 'blocked' && !mayBlock(by.agent)) return ctx.throw(403, 'block_is_for_seniors');
        const card = await care.release(id, by.agent);
        return card ? { status: 200, body: present(card) } : ctx.throw(404, 'not_found');
      },
    }),
    route({
      ...{ method: 'POST', path: path('/tickets'), policy: workers, params: customerParams },
      body: z.strictObject({
        text: words.reply,
        topic: z
          .string()
          .regex(/^[\w.-]{1,64}$/)
          .default('other'),
      }),
      summary: 'Writes first: a new ticket of one’s own with these words, while WeChat lets them through.',
      answers: {
        201: sentShape.extend({ ticket: ticketShape }),
        ...{ 404: errorShape, 409: conflictShape, 422: errorShape },
      },
      async handle({ params, body, by, ctx }) {
        const result = await care.writeFirst({ customer: toCustomerId(params.customer), ...body }, by.agent);
        if (!result.ok) return refuse(ctx, result.error, by.agent);
        const { ticket, message, epoch } = result.value;
        return { status: 201, body: { ticket: presentTicket(ticket), message: presentLine(message), epoch } };
      },
    }),
  ];
}
