import { z } from 'zod';
import type { Agent } from '../domain/agent.ts';
import { quietCodes, type OneOfMany } from '../domain/care.ts';
import { fill } from '../lib/fill.ts';
import { localeOf } from '../http/locale.ts';
import type { Context } from 'koa';
import type { DeskDeps } from './desk-deps.ts';
import { presentLine } from './present.ts';
import { noOf, refuse } from './refuse.ts';
import { route, workers, type Route } from './route.ts';
import { epoch, errorShape, manyShape, numberParams, sentShape } from './shapes.ts';
import { changes, path, settled, toNumber } from './ticket-routes.ts';
import { deskWords } from './words.ts';

const messageParams = numberParams.extend({ message: z.string().regex(/^reply:[\w:-]{1,200}$/) });
const mostAtOnce = 100;

/** What became of each of many, in the reader's language where it is a refusal. */
export function presentMany(many: readonly OneOfMany[], ctx: Context, by: Agent) {
  return many.map(({ number, result }) => {
    if (result.ok) return { number, ok: true, epoch: result.value.epoch };
    const { code, facts = {} } = noOf(result.error, by);
    const known = Object.hasOwn(deskWords, code) ? deskWords[code as keyof typeof deskWords] : undefined;
    const message = known ? fill(known[localeOf(ctx)], facts) : '';
    return { number, ok: false, error: code, message };
  });
}

/** What an agent does about tickets beside serving them: takes words back, ends many, takes up a finished one. */
export function createCareRoutes({ care }: Pick<DeskDeps, 'care'>): readonly Route[] {
  return [
    route({
      ...{ method: 'DELETE', path: path('/replies/:message'), policy: workers },
      params: messageParams,
      summary: 'Takes a reply back that has not left yet.',
      answers: { 200: sentShape, 404: errorShape, 409: errorShape },
      async handle({ params, by, ctx }) {
        const input = { number: toNumber(params), message: params.message };
        const result = await care.takeBack(input, by.agent);
        if (!result.ok) return refuse(ctx, result.error, by.agent);
        return { status: 200, body: { message: presentLine(result.value.message), epoch: result.value.epoch } };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/tickets/close', policy: workers },
      body: z.strictObject({
        tickets: z
          .array(z.strictObject({ number: numberParams.shape.number, epoch }))
          .min(1)
          .max(mostAtOnce),
        code: z.enum(quietCodes).default('spam'),
      }),
      summary: 'Ends a selection of tickets without a word to their customers, each under the epoch that was seen.',
      answers: { 200: manyShape },
      async handle({ body, by, ctx }) {
        const tickets = body.tickets.map((one) => ({ number: toNumber(one), epoch: one.epoch }));
        const done = await care.closeMany({ tickets, code: body.code }, by.agent);
        return { status: 200, body: { results: presentMany(done, ctx, by.agent) } };
      },
    }),
    route({
      ...{ method: 'POST', path: path('/reopen'), policy: workers, params: numberParams },
      body: z.strictObject({ epoch }),
      summary: 'Takes a finished ticket up again, as one’s own; not while the customer has another live one.',
      answers: changes,
      async handle({ params, body, by, ctx }) {
        const input = { number: toNumber(params), epoch: body.epoch };
        return settled(ctx, by.agent, await care.reopen(input, by.agent));
      },
    }),
  ];
}
