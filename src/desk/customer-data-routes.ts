import type { Context } from 'koa';
import { z } from 'zod';
import type { Agent } from '../domain/agent.ts';
import type { Actor } from '../domain/event.ts';
import { erasureReasons, holdReasons, type CustomerPorts, type CustomerRefusal } from '../domain/record-desk.ts';
import { administrators, route, type Route } from './route.ts';
import { errorShape } from './shapes.ts';

/** A ticket's or record's number; the console knows customers by nothing else. */
const ref = z.string().regex(/^[KCR]\d{8}-\d{4,8}$/);
const done = { 404: errorShape, 409: errorShape, 413: errorShape };

const refusals = {
  not_found: [404, 'not_found'],
  held: [409, 'customer_held'],
  too_much: [413, 'too_large'],
} as const satisfies Record<CustomerRefusal, readonly [number, string]>;

function refuse(ctx: Context, refusal: CustomerRefusal): never {
  const [status, code] = refusals[refusal];
  return ctx.throw(status, code);
}

const byWhom = ({ employeeNumber }: Agent): Actor => ({ kind: 'agent', id: employeeNumber });

/** All that is known of one customer: handed out, erased, or kept because the law wants it. Each is on record. */
export function createCustomerDataRoutes({ data }: { readonly data: CustomerPorts }): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: '/api/desk/customers/export', policy: administrators },
      body: z.strictObject({ ref, reason: z.enum(erasureReasons) }),
      summary: 'Everything that is stored about a customer, for himself or an authority.',
      answers: {
        200: z.strictObject({
          customer: z.string(),
          exportedAt: z.string(),
          collections: z.record(z.string(), z.array(z.unknown())),
        }),
        ...done,
      },
      async handle({ body, by, ctx }) {
        const result = await data.exportCustomer(body.ref, body.reason, byWhom(by.agent));
        return result.ok ? { status: 200, body: result.value } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/customers/erase', policy: administrators },
      body: z.strictObject({ ref, reason: z.enum(erasureReasons) }),
      summary: 'Erases a customer but for what the law wants kept; says how many documents, by collection.',
      answers: { 200: z.strictObject({ erased: z.record(z.string(), z.int()) }), ...done },
      async handle({ body, by, ctx }) {
        const result = await data.eraseCustomer(body.ref, body.reason, byWhom(by.agent));
        return result.ok ? { status: 200, body: { erased: result.value } } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/customers/hold', policy: administrators },
      body: z.strictObject({ ref, reason: z.enum(holdReasons) }),
      summary: 'Puts a customer under a legal hold: nothing of his is erased until it is lifted.',
      answers: { 204: undefined, ...done },
      async handle({ body, by, ctx }) {
        const result = await data.holdCustomer(body.ref, body.reason, byWhom(by.agent));
        return result.ok ? { status: 204 } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/customers/release', policy: administrators },
      body: z.strictObject({ ref }),
      summary: 'Lifts a legal hold.',
      answers: { 204: undefined, ...done },
      async handle({ body, by, ctx }) {
        const result = await data.releaseCustomer(body.ref, byWhom(by.agent));
        return result.ok ? { status: 204 } : refuse(ctx, result.error);
      },
    }),
  ];
}
