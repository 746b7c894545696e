import { z } from 'zod';
import type { AuditCheck, AuditPorts } from '../domain/audit.ts';
import type { RecordedEvent } from '../domain/event.ts';
import { route, type Policy, type Route } from './route.ts';

const readers = ['auditor', 'administrator'] as const satisfies Policy;

const time = z.iso.datetime();
const eventShape = z.strictObject({
  id: z.string(),
  at: time,
  kind: z.string(),
  ticket: z.string().optional(),
  epoch: z.int().optional(),
  actor: z.strictObject({ kind: z.enum(['agent', 'bot', 'customer', 'system']), id: z.string() }),
  codes: z.array(z.string()),
});
const brokenShape = z.strictObject({
  chain: z.string(),
  at: z.union([z.int(), z.string()]),
  problem: z.enum(['missing', 'changed', 'cut_off', 'not_as_kept']),
});
const checkShape = z.strictObject({
  state: z.enum(['never', 'running', 'whole', 'broken', 'failed']),
  startedAt: time.optional(),
  endedAt: time.optional(),
  events: z.int().optional(),
  chains: z.int().optional(),
  anchors: z.int().optional(),
  broken: z.array(brokenShape).optional(),
});

const since = z.iso.datetime({ offset: true }).optional();
const trailQuery = z.union([
  z.strictObject({ ticket: z.string().regex(/^[KCRFI]\d{8}-\d{4,8}$/), since }),
  z.strictObject({ agent: z.string().regex(/^[A-Za-z0-9-]{1,20}$/), since }),
]);

function presentEvent({ id, at, kind, ticket, epoch, actor, codes }: RecordedEvent): z.infer<typeof eventShape> {
  const { kind: who, id: whose } = actor;
  return {
    ...{ id, at: at.toISOString(), kind, actor: { kind: who, id: whose }, codes: [...(codes ?? [])] },
    ...(ticket !== undefined && { ticket }),
    ...(epoch !== undefined && { epoch }),
  };
}

function presentCheck(check: AuditCheck): z.infer<typeof checkShape> {
  if (check.state === 'never') return { state: 'never' };
  const startedAt = check.startedAt.toISOString();
  if (check.state === 'running') return { state: 'running', startedAt };
  const times = { startedAt, endedAt: check.endedAt.toISOString() };
  if (check.state === 'failed') return { state: 'failed', ...times };
  const { verdict } = check;
  if (!verdict.ok) return { state: 'broken', ...times, broken: [...verdict.broken] };
  const { events, chains, anchors } = verdict;
  return { state: 'whole', ...times, events, chains, anchors };
}

/** What is on record: who did what, without a customer's words, and whether the record is whole. */
export function createAuditRoutes({ audit }: { readonly audit: AuditPorts }): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/api/desk/audit/events', policy: readers, query: trailQuery },
      summary: 'What happened to a ticket or record, or what an agent did, oldest first; `next` is where to go on.',
      answers: { 200: z.strictObject({ events: z.array(eventShape), next: time.optional() }) },
      async handle({ query }) {
        const of =
          'ticket' in query ? { by: 'ticket' as const, id: query.ticket } : { by: 'agent' as const, id: query.agent };
        const from = query.since === undefined ? {} : { since: new Date(query.since) };
        const { events, next } = await audit.readTrail({ ...of, ...from });
        return { status: 200, body: { events: events.map(presentEvent), ...(next && { next: next.toISOString() }) } };
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/audit/check', policy: readers },
      summary: 'How the last reading of the whole record went, by this instance.',
      answers: { 200: checkShape },
      handle: () => Promise.resolve({ status: 200, body: presentCheck(audit.auditCheck()) }),
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/audit/check', policy: readers },
      summary: 'Reads the whole record again: nothing missing, changed or cut off. It goes on behind the answer.',
      answers: { 202: checkShape },
      handle: async ({ by }) => ({ status: 202, body: presentCheck(await audit.checkAudit(by.agent)) }),
    }),
  ];
}
