import { z } from 'zod';
import type { DeadLetter, DeliveryPorts } from '../domain/desk-delivery.ts';
import { deliveryStates } from '../domain/ticket.ts';
import { route, type Policy, type Route } from './route.ts';
import { errorShape } from './shapes.ts';

const leads = ['lead', 'administrator'] as const satisfies Policy;

const letterShape = z.strictObject({
  id: z.string(),
  customer: z.string(),
  kind: z.enum(['staff', 'notice']),
  state: z.enum(deliveryStates),
  at: z.iso.datetime(),
  attempts: z.int(),
  text: z.string(),
  ticket: z.string().optional(),
  code: z.int().optional(),
  reason: z.string().optional(),
});

function present({ at, ...letter }: DeadLetter): z.infer<typeof letterShape> {
  return { ...letter, at: at.toISOString() };
}

/** What did not reach a customer. An `unknown` one may have: whoever replays it has decided that twice is better. */
export function createOutboxRoutes(ports: DeliveryPorts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/api/desk/dead-letters', policy: leads },
      summary: 'Messages that failed, expired, were given up, or whose fate is unknown.',
      answers: { 200: z.strictObject({ letters: z.array(letterShape) }) },
      handle: async () => ({ status: 200, body: { letters: (await ports.listDeadLetters()).map(present) } }),
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/dead-letters/replay', policy: leads },
      body: z.strictObject({ id: z.string().regex(/^[\w:-]{1,200}$/) }),
      summary: 'Sends one of them again.',
      answers: { 202: letterShape, 404: errorShape },
      async handle({ body, by, ctx }) {
        const letter = await ports.replayDeadLetter(body.id, by.agent);
        return letter ? { status: 202, body: present(letter) } : ctx.throw(404, 'not_found');
      },
    }),
  ];
}
