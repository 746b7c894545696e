import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Cluster, IdentityPorts } from '../domain/desk-identity.ts';
import { channelKinds } from '../domain/registry.ts';
import { refuseIdentity } from './identity-refusals.ts';
import { route, type Policy, type Route } from './route.ts';
import { errorShape } from './shapes.ts';

/** Those who judge what was reported. */
const leads = ['lead', 'administrator'] as const satisfies Policy;
const readers = ['senior', 'lead', 'auditor', 'administrator'] as const satisfies Policy;

const time = z.iso.datetime();
const clusterShape = z.strictObject({
  id: z.string(),
  kind: z.enum(channelKinds),
  state: z.enum(['reported', 'confirmed']),
  reported: z.int().describe('how many reports name it'),
  confirmed: z.int().describe('how many of them staff confirmed: customers are told'),
  reports: z.array(z.string()).describe('numbers, the latest last'),
  firstAt: time,
  lastAt: time,
  confirmedBy: z.string().optional(),
  confirmedAt: time.optional(),
});
const pageShape = z.strictObject({ clusters: z.array(clusterShape), next: z.string().optional() });
const evidenceShape = z.strictObject({
  evidence: z.array(z.strictObject({ kind: z.enum(channelKinds), value: z.string(), cluster: z.string() })),
});

const pageQuery = z.strictObject({
  state: z.enum(['reported', 'confirmed']).optional(),
  after: z
    .string()
    .regex(/^[\w.:-]{1,120}$/)
    .optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .optional(),
});
const idParams = z.strictObject({ id: z.string().regex(/^[\w-]{43}$/) });
const reportParams = z.strictObject({ number: z.string().regex(/^R\d{8}-\d{4,8}$/) });
const reason = z.string().trim().min(4).max(200);
const reasonBody = z.strictObject({ reason });
const watchBody = z.strictObject({ text: z.string().trim().min(3).max(500), reason });
const pageSize = { usual: 50, most: 200 } as const;

const shownReports = 50;

function presentCluster(cluster: Cluster): z.infer<typeof clusterShape> {
  const { id, kind, state, reported, confirmed, reports, firstAt, lastAt, confirmedBy, confirmedAt } = cluster;
  return {
    ...{ id, kind, state, reported, confirmed, reports: reports.slice(-shownReports) },
    ...{ firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() },
    ...(confirmedBy !== undefined && { confirmedBy }),
    ...(confirmedAt && { confirmedAt: confirmedAt.toISOString() }),
  };
}

/** Reports of impostors by what they name, and the watch list that comes of them. */
export function createWatchRoutes(ports: IdentityPorts): Route[] {
  const change = { 200: clusterShape, 404: errorShape };
  const clusters = '/api/desk/reports/clusters';
  return [
    route({
      ...{ method: 'GET', path: clusters, policy: 'signed_in', query: pageQuery },
      summary: 'Reports of impostors clustered by what they name, the latest first; never the thing itself.',
      answers: { 200: pageShape },
      async handle({ query: { state, after, limit } }) {
        const found = await ports.listClusters({
          limit: limit === undefined ? pageSize.usual : Math.min(Number(limit), pageSize.most),
          ...(state && { state }),
          ...(after !== undefined && { after }),
        });
        const { next } = found;
        return {
          status: 200,
          body: { clusters: found.clusters.map(presentCluster), ...(next !== undefined && { next }) },
        };
      },
    }),
    route({
      ...{ method: 'POST', path: `${clusters}/:id/confirm`, policy: leads, params: idParams, answers: change },
      summary: 'It is an impostor’s: customers who name it are warned, those who asked before are told.',
      async handle({ params, by, ctx }) {
        const done = await ports.confirmCluster(params.id, by.agent);
        return done.ok ? { status: 200, body: presentCluster(done.value) } : refuseIdentity(ctx, done.error);
      },
    }),
    route({
      ...{ method: 'POST', path: `${clusters}/:id/withdraw`, policy: leads, params: idParams, answers: change },
      summary: 'Takes a confirmation back.',
      async handle({ params, by, ctx }) {
        const done = await ports.withdrawCluster(params.id, by.agent);
        return done.ok ? { status: 200, body: presentCluster(done.value) } : refuseIdentity(ctx, done.error);
      },
    }),
    route({
      ...{ method: 'POST', path: `${clusters}/:id/export`, policy: leads, params: idParams, body: reasonBody },
      summary: 'A cluster as CSV, for the police or WeChat’s complaint form. The reason is on record.',
      answers: { 200: undefined, 404: errorShape },
      async handle({ params, body, by, ctx }) {
        const made = await ports.exportCluster({ id: params.id, reason: body.reason }, by.agent);
        if (!made.ok) return refuseIdentity(ctx, made.error);
        ctx.set('Content-Type', 'text/csv; charset=utf-8');
        ctx.set('Content-Disposition', `attachment; filename="${made.value.fileName}"`);
        return { stream: Readable.from([made.value.csv]) };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/watch-list', policy: leads, body: watchBody },
      summary: 'Puts links, numbers and accounts that a text names on the watch list.',
      answers: { 201: pageShape, 422: errorShape },
      async handle({ body, by, ctx }) {
        const added = await ports.watch(body, by.agent);
        if (!added.ok) return refuseIdentity(ctx, added.error);
        return { status: 201, body: { clusters: added.value.map(presentCluster) } };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/reports/:number/evidence', policy: readers, params: reportParams },
      body: reasonBody,
      summary: 'Opens what a report names. The reason is on record.',
      answers: { 200: evidenceShape, 404: errorShape },
      async handle({ params, body, by, ctx }) {
        const opened = await ports.openReport({ number: params.number, reason: body.reason }, by.agent);
        if (!opened.ok) return refuseIdentity(ctx, opened.error);
        return { status: 200, body: { evidence: opened.value.map((item) => ({ ...item })) } };
      },
    }),
  ];
}
