import { timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { isLoopback } from '../lib/loopback.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Store } from '../store/connect.ts';

export type StatusDeps = {
  readonly store: Pick<Store, 'ready' | 'kind'>;
  readonly metrics: Metrics;
  readonly metricsToken: string | undefined;
};

/** `/healthz`: the process answers. `/readyz`: it can do its work. `/metrics`: figures, for who may see them. */
export function createStatusRoutes({ store, metrics, metricsToken }: StatusDeps): Middleware {
  return async (ctx, next) => {
    switch (ctx.method === 'GET' || ctx.method === 'HEAD' ? ctx.path : '') {
      case '/healthz':
        ctx.body = { status: 'ok' };
        return;
      case '/readyz':
        await ready(ctx);
        return;
      case '/metrics':
        await figures(ctx);
        return;
      default:
        await next();
    }
  };

  async function ready(ctx: Context): Promise<void> {
    const isReady = await store.ready();
    ctx.status = isReady ? 200 : 503;
    ctx.body = { status: isReady ? 'ready' : 'not_ready', store: { kind: store.kind, ready: isReady } };
  }

  async function figures(ctx: Context): Promise<void> {
    if (!maySee(ctx)) ctx.throw(403, 'forbidden');
    ctx.type = metrics.contentType;
    ctx.body = await metrics.text();
  }

  /** Behind a proxy everybody comes from loopback: then only the token counts. */
  function maySee(ctx: Context): boolean {
    const given = /^Bearer (.+)$/.exec(ctx.get('Authorization'))?.[1];
    if (metricsToken !== undefined && given !== undefined && isSame(given, metricsToken)) return true;
    const peer = (ctx.req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    return isLoopback(peer) && !ctx.app.proxy;
  }
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
