import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { createJsonBody } from '../http/validation.ts';
import { createAuditRoutes } from './audit-routes.ts';
import { createCannedRoutes } from './canned-routes.ts';
import { createCareRoutes } from './care-routes.ts';
import { createCaseRoutes } from './case-routes.ts';
import { createChallengeRoutes } from './challenge-routes.ts';
import { createCookie } from './cookie.ts';
import { createCustomerDataRoutes } from './customer-data-routes.ts';
import { createCustomerRoutes } from './customer-routes.ts';
import type { DeskDeps } from './desk-deps.ts';
import { createEventRoutes } from './event-routes.ts';
import { createEventStreams } from './event-streams.ts';
import { createIncidentRoutes } from './incident-routes.ts';
import { createKnowledgeRoutes, importPath } from './knowledge-routes.ts';
import { describe } from './openapi.ts';
import { createMediaRoutes, pictureRoute } from './media-routes.ts';
import { createOutboxRoutes } from './outbox-routes.ts';
import { createOwnCallsOnly } from './own-calls.ts';
import { createReportRoutes } from './report-routes.ts';
import { allows, openRoute, type Route } from './route.ts';
import { createMoveRoutes } from './move-routes.ts';
import { createSecondFactorRoutes } from './second-factor-routes.ts';
import { createShiftRoutes } from './shift-routes.ts';
import { createSignInRoutes } from './sign-in-routes.ts';
import { createStaffRoutes } from './staff-routes.ts';
import { createTicketRoutes } from './ticket-routes.ts';
import { createWatchRoutes } from './watch-routes.ts';

const ownPath = /^\/api\/(desk\/|openapi\.json$)/;

/** @throws on a route that does not say who may call it: such a desk does not start */
export function assertPolicies(routes: readonly Route[]): void {
  // Types say so already; a route that was made around them must not be an open door.
  const without = routes.filter(({ policy }) => (policy as unknown) === undefined || policy.length === 0);
  if (without.length > 0) throw new Error(`No policy: ${without.map(({ path }) => path).join(', ')}`);
}

/**
 * The agents' HTTP API: `middleware` answers `/api/desk/*` and `/api/openapi.json`; `close` ends the open event streams,
 * before the listener is closed.
 */
export function createDesk(deps: DeskDeps) {
  const { ports, audit, cases, data, incidents, reports, delivery, identity, knowledge, staff, clock, logger } = deps;
  const { topics, isTopic, publicUrl } = deps;
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  const cookie = createCookie({ secure: publicOrigin?.startsWith('https:') ?? false });
  const streams = createEventStreams({ ports, staff, logger });
  const routes: Route[] = [
    ...createSignInRoutes({ staff, cookie, streams }),
    ...createTicketRoutes({ ports, clock, topics }),
    ...createMoveRoutes({ ports, clock }),
    ...createCaseRoutes({ cases }),
    ...createIncidentRoutes({ incidents }),
    ...createReportRoutes({ reports }),
    ...createAuditRoutes({ audit }),
    ...createMediaRoutes(delivery),
    ...createOutboxRoutes(delivery),
    ...createCustomerDataRoutes({ data }),
    ...createEventRoutes({ streams }),
    ...createKnowledgeRoutes({ knowledge }),
    ...createSecondFactorRoutes({ staff }),
    ...createStaffRoutes({ staff, streams, isTopic }),
    ...createChallengeRoutes(identity),
    ...createWatchRoutes(identity),
    ...createCannedRoutes(deps),
    ...createCareRoutes(deps),
    ...createCustomerRoutes(deps),
    ...createShiftRoutes(deps),
  ];
  routes.push(
    openRoute({
      ...{ method: 'GET', path: '/api/openapi.json', answers: { 200: undefined } },
      summary: 'This description.',
      handle: () => Promise.resolve({ status: 200, body: describe(routes, cookie.name) }),
    }),
  );
  assertPolicies(routes);

  async function whoCalls(ctx: Context) {
    const id = cookie.read(ctx);
    const by = id === undefined ? undefined : await staff.whoIs(id);
    if (by) await staff.presence.seen([by.agent.id]);
    return by;
  }

  async function answer(route: Route, ctx: Context): Promise<void> {
    const by = route.policy === 'open' ? undefined : await whoCalls(ctx);
    const verdict = allows(route.policy, by);
    if (verdict === 'sign_in_first') ctx.throw(401, 'unauthenticated');
    if (verdict === 'no') ctx.throw(403, 'forbidden');
    const answered = await route.run(ctx, by);
    if ('stream' in answered) {
      ctx.body = answered.stream;
      return;
    }
    ctx.status = answered.status;
    ctx.body = answered.body ?? null;
    // koa takes an empty body for 204, whatever was said before.
    ctx.status = answered.status;
  }

  const router = new Router();
  for (const route of routes) {
    router.register(route.path, [route.method], [(ctx: Context) => answer(route, ctx)]);
  }

  const guarded = [
    createOwnCallsOnly({ publicOrigin }),
    createJsonBody([importPath, pictureRoute]),
    router.routes(),
    router.allowedMethods(),
  ]
    .map((middleware) => middleware as Middleware)
    .reduceRight((rest, first) => async (ctx, next) => {
      await first(ctx, async () => {
        await rest(ctx, next);
      });
    });
  const middleware: Middleware = async (ctx, next) => {
    await (ownPath.test(ctx.path) ? guarded(ctx, next) : next());
  };

  /** Ends the open event streams; their consoles come back by themselves. */
  const closeStreams = (): void => streams.closeOf(() => true);

  return { middleware, router, routes, closeStreams, close: streams.close };
}

export type Desk = ReturnType<typeof createDesk>;
