import { z } from 'zod';
import { duties } from '../domain/agent.ts';
import { presentMany } from './care-routes.ts';
import type { DeskDeps } from './desk-deps.ts';
import { refuse } from './refuse.ts';
import { route, workers, type Route } from './route.ts';
import { epoch, errorShape, manyShape, numberParams, transferTarget, words } from './shapes.ts';
import { toNumber } from './ticket-routes.ts';

const dutyShape = z.strictObject({ duty: z.enum(duties) });

/** 小休 and the end of a shift. */
export function createShiftRoutes({ care, staff }: Pick<DeskDeps, 'care' | 'staff'>): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: '/api/desk/duty', policy: workers },
      body: z.strictObject({ duty: z.enum(['available', 'break']) }),
      summary: 'Begins or ends a break: while it lasts nothing new comes to the agent.',
      answers: { 200: dutyShape },
      async handle({ body, by }) {
        await staff.setDuty(by.agent, body.duty);
        return { status: 200, body: { duty: body.duty } };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/shift/end', policy: workers },
      body: z.strictObject({
        handovers: z
          .array(z.strictObject({ number: numberParams.shape.number, epoch, to: transferTarget, note: words.note }))
          .max(200),
      }),
      summary: 'Ends the shift: hands over every ticket with a note, to `queue`, a topic or a colleague.',
      answers: { 200: manyShape.extend({ left: z.int(), ended: z.boolean() }), 422: errorShape },
      async handle({ body, by, ctx }) {
        const handovers = body.handovers.map((one) => ({ ...one, number: toNumber(one) }));
        const result = await care.endShift({ handovers }, by.agent);
        if (!result.ok) return refuse(ctx, result.error, by.agent);
        const { handed, left } = result.value;
        return { status: 200, body: { results: presentMany(handed, ctx, by.agent), left, ended: left === 0 } };
      },
    }),
  ];
}
