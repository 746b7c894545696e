import { Readable } from 'node:stream';
import { z } from 'zod';
import { openReasons, type DeliveryPorts } from '../domain/desk-delivery.ts';
import type { TicketNumber } from '../domain/ids.ts';
import { presentLine } from './present.ts';
import { route, workers, type Route } from './route.ts';
import { conflictShape, epoch, errorShape, numberParams, sentShape } from './shapes.ts';
import { refuse } from './refuse.ts';

const base64 = z.base64().max(2_900_000);

/** The body of a picture is longer than what forms are allowed. */
export const pictureRoute = /^\/api\/desk\/tickets\/[^/]+\/picture$/;

/** Files of a ticket: a customer's is opened with a reason, an agent's picture is sent. */
export function createMediaRoutes(ports: DeliveryPorts): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: '/api/desk/tickets/:number/media', policy: workers, params: numberParams },
      body: z.strictObject({ media: z.string().regex(/^[\w:-]{1,160}$/), reason: z.enum(openReasons) }),
      summary: "Opens a file of the ticket's customer; the reason is on record.",
      answers: { 200: undefined, 404: errorShape },
      async handle({ params, body, by, ctx }) {
        const number = params.number as TicketNumber;
        const file = await ports.openMedia({ number, ...body }, by.agent);
        if (!file) return ctx.throw(404, 'not_found');
        // Never a page of ours, whatever the bytes are: shown by the console from memory, or not at all.
        ctx.set('Content-Security-Policy', "default-src 'none'; sandbox");
        ctx.set('Cache-Control', 'no-store');
        ctx.set('Content-Disposition', 'attachment');
        ctx.type = file.contentType;
        ctx.length = file.bytes.length;
        return { stream: Readable.from([file.bytes]) };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/tickets/:number/picture', policy: workers, params: numberParams },
      body: z.strictObject({ data: base64, epoch, key: z.uuid().optional() }),
      summary: 'Sends a picture (JPG, PNG or GIF, at most 2 MB, as base64) to the customer.',
      answers: { 202: sentShape, 404: errorShape, 409: conflictShape, 422: errorShape },
      async handle({ params, body: { data, epoch: seen, key }, by, ctx }) {
        const picture = { number: params.number as TicketNumber, bytes: Buffer.from(data, 'base64'), epoch: seen };
        const sent = await ports.sendPicture({ ...picture, ...(key !== undefined && { key }) }, by.agent);
        if (!sent.ok) return refuse(ctx, sent.error, by.agent);
        return { status: 202, body: { message: presentLine(sent.value.message), epoch: sent.value.epoch } };
      },
    }),
  ];
}
