import { z } from 'zod';
import { thirdParties } from '../domain/ticket.ts';
import type { DeskDeps } from './desk-deps.ts';
import { route, workers, type Route } from './route.ts';
import { epoch, numberParams, words } from './shapes.ts';
import { changes, futureTime, path, settled, toNumber } from './ticket-routes.ts';

const noteAndEpoch = z.strictObject({ note: words.note.optional(), epoch });

/** Taking up what a colleague gave, putting it back, and waiting for somebody else. */
export function createMoveRoutes({ ports, clock }: Pick<DeskDeps, 'ports' | 'clock'>): readonly Route[] {
  const moving = { method: 'POST', policy: workers, params: numberParams, answers: changes } as const;

  return [
    route({
      ...{ ...moving, path: path('/accept'), body: z.strictObject({ epoch }) },
      summary: 'Takes up a ticket that a colleague gave. A reply does so too.',
      async handle({ params, body, by, ctx }) {
        return settled(ctx, by.agent, await ports.accept({ number: toNumber(params), ...body }, by.agent));
      },
    }),
    route({
      ...{ ...moving, path: path('/decline'), body: noteAndEpoch },
      summary: 'Does not take up a ticket that a colleague gave: it goes to the queue.',
      async handle({ params, body, by, ctx }) {
        return settled(ctx, by.agent, await ports.decline(withNote(params, body), by.agent));
      },
    }),
    route({
      ...{ ...moving, path: path('/release'), body: noteAndEpoch },
      summary: 'Puts a ticket back into the queue, in its old place.',
      async handle({ params, body, by, ctx }) {
        return settled(ctx, by.agent, await ports.release(withNote(params, body), by.agent));
      },
    }),
    route({
      ...{ ...moving, path: path('/wait') },
      body: noteAndEpoch.extend({ party: z.enum(thirdParties), until: z.iso.datetime({ offset: true }) }),
      summary: 'The move is a third party’s until a time that the customer is told; then, or when he writes, it wakes.',
      async handle({ params, body, by, ctx }) {
        const until = futureTime(ctx, body.until, clock);
        const input = { ...withNote(params, body), party: body.party, until };
        return settled(ctx, by.agent, await ports.wait(input, by.agent));
      },
    }),
  ];
}

function withNote(params: z.infer<typeof numberParams>, { note, epoch: seen }: z.infer<typeof noteAndEpoch>) {
  return { number: toNumber(params), epoch: seen, ...(note !== undefined && { note }) };
}
