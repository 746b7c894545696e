import type { Context } from 'koa';
import { z } from 'zod';
import type { Agent } from '../domain/agent.ts';
import type { TicketQuery, TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import { closeCodes, type Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import type { DeskDeps } from './desk-deps.ts';
import { presentLine, presentTicket } from './present.ts';
import { refuse } from './refuse.ts';
import { route, workers, type Route } from './route.ts';
import {
  conflictShape,
  countsShape,
  epoch,
  errorShape,
  lineShape,
  listQuery,
  numberParams,
  sentShape,
  threadShape,
  ticketPageShape,
  ticketShape,
  topicsShape,
  transferTarget,
  words,
} from './shapes.ts';

const pageSize = { usual: 50, most: 200 } as const;

function toQuery(query: z.infer<typeof listQuery>, by: Agent): TicketQuery {
  const { state, q, after, limit, mine } = query;
  return {
    limit: limit === undefined ? pageSize.usual : Math.min(Number(limit), pageSize.most),
    ...(state && { state }),
    ...(q !== undefined && q.trim() !== '' && { q: q.trim() }),
    ...(after !== undefined && { after }),
    ...((mine === 'true' || mine === '1') && { owner: by }),
  };
}

export const path = (rest: string): string => `/api/desk/tickets/:number${rest}`;
// The shape of the parameter is a ticket number's: the brand is what the check has just earned.
export const toNumber = ({ number }: Pick<z.infer<typeof numberParams>, 'number'>): TicketNumber =>
  number as TicketNumber;
export const changes = { 200: ticketShape, 404: errorShape, 409: conflictShape };

const furthestMs = 90 * 24 * 60 * 60_000;

/** A time within the next 90 days; anything else is refused. */
export function futureTime(ctx: Context, text: string, clock: Clock): Date {
  const at = new Date(text);
  const aheadMs = at.getTime() - clock().getTime();
  return aheadMs <= 0 || aheadMs > furthestMs ? ctx.throw(400, 'until_invalid') : at;
}

/** What a change answers: the ticket as it is now, or why not. */
export function settled(ctx: Context, by: Agent, result: TicketResult<Ticket>) {
  return result.ok ? { status: 200, body: presentTicket(result.value) } : refuse(ctx, result.error, by);
}

/** Reading tickets, and taking them. */
export function createTicketRoutes(deps: Pick<DeskDeps, 'ports' | 'clock' | 'topics'>): readonly Route[] {
  const { ports, clock, topics } = deps;

  const reading = [
    route({
      ...{ method: 'GET', path: '/api/desk/tickets', policy: 'signed_in', query: listQuery },
      summary: 'Tickets, page by page.',
      answers: { 200: ticketPageShape },
      async handle({ query, by }) {
        const { tickets, next } = await ports.listTickets(toQuery(query, by.agent));
        return { status: 200, body: { tickets: tickets.map(presentTicket), ...(next !== undefined && { next }) } };
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/counts', policy: 'signed_in' },
      summary: 'How many tickets each list of the console has; 1000 stands for more than 999.',
      answers: { 200: countsShape },
      handle: async ({ by }) => ({ status: 200, body: await ports.countTickets(by.agent) }),
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/topics', policy: 'signed_in' },
      summary: 'What the topics of tickets are called.',
      answers: { 200: topicsShape },
      handle() {
        const named = topics().map(({ id, title }) => ({ id, title }));
        return Promise.resolve({ status: 200, body: { topics: named } });
      },
    }),
    route({
      ...{ method: 'GET', path: path(''), policy: 'signed_in', params: numberParams },
      summary: 'A ticket and its transcript.',
      answers: { 200: threadShape, 404: errorShape },
      async handle({ params, by, ctx }) {
        const found = await ports.readTicket(toNumber(params), by.agent);
        if (!found) return ctx.throw(404, 'not_found');
        const transcript = found.transcript.map(presentLine);
        const { window } = found;
        const shown = window && { window: { left: window.left, closesAt: window.closesAt.toISOString() } };
        return { status: 200, body: { ...presentTicket(found.ticket), transcript, ...shown } };
      },
    }),
  ];

  const taking = [
    route({
      ...{ method: 'POST', path: '/api/desk/tickets/next', policy: workers },
      summary: 'Claims the most urgent ticket that is waiting; 204 when none is.',
      answers: { 200: ticketShape, 204: undefined, 409: conflictShape },
      async handle({ by, ctx }) {
        const result = await ports.claimNext(by.agent);
        if (!result.ok) return refuse(ctx, result.error, by.agent);
        return result.value ? { status: 200, body: presentTicket(result.value) } : { status: 204 };
      },
    }),
    route({
      ...{ method: 'POST', path: path('/claim'), policy: workers, params: numberParams },
      summary: 'Claims a ticket. Of many at once one gets it; the others are told who.',
      answers: changes,
      handle: async ({ params, by, ctx }) => settled(ctx, by.agent, await ports.claim(toNumber(params), by.agent)),
    }),
  ];

  const writing = [
    route({
      ...{ method: 'POST', path: path('/reply'), policy: workers, params: numberParams },
      body: z.strictObject({ text: words.reply, epoch, key: z.uuid().optional(), release: words.release.optional() }),
      summary:
        'Writes to the customer. Sent again with the same `key`, it is the same reply. A lead may `release` what the ' +
        'outgoing check blocks, with a reason that stays on record.',
      answers: { 202: sentShape, 403: errorShape, 404: errorShape, 409: conflictShape, 422: errorShape },
      async handle({ params, body, by, ctx }) {
        const { text, key, release } = body;
        const input = {
          ...{ number: toNumber(params), text, epoch: body.epoch },
          ...(key !== undefined && { key }),
          ...(release !== undefined && { release }),
        };
        const result = await ports.reply(input, by.agent);
        if (!result.ok) return refuse(ctx, result.error, by.agent);
        return { status: 202, body: { message: presentLine(result.value.message), epoch: result.value.epoch } };
      },
    }),
    route({
      ...{ method: 'POST', path: path('/note'), policy: workers, params: numberParams },
      body: z.strictObject({ text: words.note }),
      summary: 'Leaves a note that only staff see.',
      answers: { 201: lineShape, 404: errorShape },
      async handle({ params, body, by, ctx }) {
        const result = await ports.note({ number: toNumber(params), text: body.text }, by.agent);
        return result.ok ? { status: 201, body: presentLine(result.value) } : refuse(ctx, result.error, by.agent);
      },
    }),
  ];

  const moving = [
    route({
      ...{ method: 'POST', path: path('/transfer'), policy: workers, params: numberParams, answers: changes },
      body: z.strictObject({ to: transferTarget, note: words.note.optional(), epoch }),
      summary: 'Gives a ticket to a colleague (employee number) or a topic.',
      async handle({ params, body, by, ctx }) {
        const { note, ...rest } = body;
        const input = { number: toNumber(params), ...rest, ...(note !== undefined && { note }) };
        return settled(ctx, by.agent, await ports.transfer(input, by.agent));
      },
    }),
    route({
      ...{ method: 'POST', path: path('/escalate'), policy: workers, params: numberParams, answers: changes },
      body: z.strictObject({ note: words.note.optional(), epoch }),
      summary: 'Gives a ticket to the next tier, with its history.',
      async handle({ params, body, by, ctx }) {
        const { note } = body;
        const input = { number: toNumber(params), epoch: body.epoch, ...(note !== undefined && { note }) };
        return settled(ctx, by.agent, await ports.escalate(input, by.agent));
      },
    }),
    route({
      ...{ method: 'POST', path: path('/snooze'), policy: workers, params: numberParams, answers: changes },
      body: z.strictObject({ until: z.iso.datetime({ offset: true }), epoch }),
      summary: 'Puts a ticket off until a time within 90 days; a message of the customer wakes it earlier.',
      async handle({ params, body, by, ctx }) {
        const until = futureTime(ctx, body.until, clock);
        const input = { number: toNumber(params), until, epoch: body.epoch };
        return settled(ctx, by.agent, await ports.snooze(input, by.agent));
      },
    }),
    route({
      ...{ method: 'POST', path: path('/resolve'), policy: workers, params: numberParams, answers: changes },
      body: z.strictObject({ code: z.enum(closeCodes), epoch }),
      summary: 'Ends a ticket and says how.',
      async handle({ params, body, by, ctx }) {
        const input = { number: toNumber(params), code: body.code, epoch: body.epoch };
        return settled(ctx, by.agent, await ports.resolve(input, by.agent));
      },
    }),
  ];

  return [...reading, ...taking, ...writing, ...moving];
}
