import type { Context } from 'koa';
import { z } from 'zod';
import type { RecordNumber, TicketNumber } from '../domain/ids.ts';
import type { Incident, SizedIncident } from '../domain/incident.ts';
import type { IncidentPorts, IncidentRefusal } from '../domain/record-desk.ts';
import { route, workers, type Policy, type Route } from './route.ts';
import { epoch, errorShape } from './shapes.ts';

const handlers = ['senior', 'lead', 'administrator'] as const satisfies Policy;
const readers = [...workers, 'auditor'] as const satisfies Policy;

const time = z.iso.datetime();
const incidentShape = z.strictObject({
  number: z.string(),
  ...{ title: z.string(), text: z.string(), topics: z.array(z.string()) },
  ...{ state: z.enum(['open', 'closed']), epoch: z.int(), at: time, closedAt: time.optional() },
  tickets: z.int().optional().describe('how many it has, in a list'),
  replies: z.array(z.strictObject({ text: z.string(), at: time, by: z.string() })),
});
type IncidentJson = z.infer<typeof incidentShape>;

const params = z.strictObject({ incident: z.string().regex(/^I\d{8}-\d{4,8}$/) });
const text = z.string().trim().min(1).max(600);
const told = z.strictObject({ text, epoch });
const conflictShape = errorShape.extend({ epoch: z.int().optional() });
const changed = { 200: incidentShape, 404: errorShape, 409: conflictShape, 422: errorShape };

function presentIncident(one: Incident & Partial<SizedIncident>): IncidentJson {
  const { number, title, text: words, topics, state, epoch: now, at, closedAt, replies } = one;
  return {
    ...{ number, title, text: words, topics: [...topics], state, epoch: now, at: at.toISOString() },
    replies: replies.map((reply) => ({ ...reply, at: reply.at.toISOString() })),
    ...(closedAt && { closedAt: closedAt.toISOString() }),
    ...(one.tickets !== undefined && { tickets: one.tickets }),
  };
}

function refuse(ctx: Context, refusal: IncidentRefusal): never {
  switch (refusal.kind) {
    case 'not_found':
      return ctx.throw(404, 'not_found');
    case 'conflict':
      return ctx.throw(409, 'case_changed', { details: { epoch: refusal.incident.epoch } });
    case 'blocked': {
      const { code: rule, reason } = refusal;
      return ctx.throw(422, 'reply_blocked', { facts: { reason }, details: { rule, reason } });
    }
  }
}

const numberIn = ({ incident }: z.infer<typeof params>): RecordNumber => incident as RecordNumber;

/** Faults that many tickets are about. */
export function createIncidentRoutes({ incidents }: { readonly incidents: IncidentPorts }): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/api/desk/incidents', policy: readers },
      query: z.strictObject({ state: z.enum(['open', 'closed']).default('open') }),
      summary: 'Incidents, newest first.',
      answers: { 200: z.strictObject({ incidents: z.array(incidentShape) }) },
      handle: async ({ query }) => ({
        status: 200,
        body: { incidents: (await incidents.listIncidents(query.state)).map(presentIncident) },
      }),
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/incidents', policy: handlers },
      body: z.strictObject({
        title: text.max(60),
        text,
        topics: z.array(z.string().min(1).max(64)).max(20).default([]),
      }),
      summary:
        'Opens an incident. Its title and text are a notice from now on: whoever asks about its topics reads it.',
      answers: { 201: incidentShape, 422: errorShape },
      async handle({ body, by, ctx }) {
        const result = await incidents.openIncident(body, by.agent);
        return result.ok ? { status: 201, body: presentIncident(result.value) } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/incidents/:incident/tickets', policy: workers, params },
      body: z.strictObject({
        tickets: z
          .array(z.string().regex(/^K\d{8}-\d{4,8}$/))
          .min(1)
          .max(200),
      }),
      summary: 'Puts live tickets into an incident; answers those that it took.',
      answers: { 200: z.strictObject({ joined: z.array(z.string()) }), 404: errorShape, 409: conflictShape },
      async handle({ params: given, body, by, ctx }) {
        const result = await incidents.joinIncident(numberIn(given), body.tickets as TicketNumber[], by.agent);
        return result.ok ? { status: 200, body: { joined: [...result.value.joined] } } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/incidents/:incident/reply', policy: handlers, params, body: told },
      summary: 'Tells all customers of an incident how it stands, each once.',
      answers: changed,
      async handle({ params: given, body, by, ctx }) {
        const result = await incidents.replyToIncident({ number: numberIn(given), ...body }, by.agent);
        return result.ok ? { status: 200, body: presentIncident(result.value) } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/incidents/:incident/close', policy: handlers, params, body: told },
      summary: 'Closes an incident with all its tickets; a customer for whom it is not over says so in one tap.',
      answers: changed,
      async handle({ params: given, body, by, ctx }) {
        const result = await incidents.closeIncident({ number: numberIn(given), ...body }, by.agent);
        return result.ok ? { status: 200, body: presentIncident(result.value) } : refuse(ctx, result.error);
      },
    }),
  ];
}
