import { z } from 'zod';
import type { Staff } from '../staff/staff.ts';
import { route, type Route } from './route.ts';
import { errorShape, password } from './shapes.ts';

const code = z.string().regex(/^\d{6}$/);

/** One's own second factor. Each step asks for the password: a cookie alone must neither set nor remove one. */
export function createSecondFactorRoutes({ staff }: { readonly staff: Staff }): readonly Route[] {
  const { ownPassword, secondFactor } = staff;

  return [
    route({
      ...{ method: 'POST', path: '/api/desk/second-factor', policy: 'signed_in' },
      body: z.strictObject({ password }),
      summary: 'Begins a second factor: the secret for an authenticator app. It counts when it was confirmed.',
      answers: { 200: z.strictObject({ secret: z.string(), uri: z.string() }), 409: errorShape, 422: errorShape },
      async handle({ body, by, ctx }) {
        if (!(await ownPassword(by.agent, body.password))) return ctx.throw(422, 'wrong_password');
        if (await secondFactor.isOn(by.agent)) return ctx.throw(409, 'second_factor_on');
        return { status: 200, body: await secondFactor.begin(by.agent, body.password) };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/second-factor/confirm', policy: 'signed_in' },
      body: z.strictObject({ password, code }),
      summary: 'Turns the second factor on with a code of the app; answers the recovery codes, this once.',
      answers: { 200: z.strictObject({ recoveryCodes: z.array(z.string()) }), 422: errorShape },
      async handle({ body, by, ctx }) {
        if (!(await ownPassword(by.agent, body.password))) return ctx.throw(422, 'wrong_password');
        const recoveryCodes = await secondFactor.confirm(by.agent, body);
        return recoveryCodes ? { status: 200, body: { recoveryCodes } } : ctx.throw(422, 'wrong_code');
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/second-factor/remove', policy: 'signed_in' },
      body: z.strictObject({ password }),
      summary: 'Removes the second factor.',
      answers: { 204: undefined, 422: errorShape },
      async handle({ body, by, ctx }) {
        if (!(await ownPassword(by.agent, body.password))) return ctx.throw(422, 'wrong_password');
        await secondFactor.remove(by.agent);
        return { status: 204 };
      },
    }),
  ];
}
