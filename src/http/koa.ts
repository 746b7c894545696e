import Koa from 'koa';
import type { Logger } from '../lib/logger.ts';
import { createErrors, type ErrorWords } from './errors.ts';
import { createHeaders } from './headers.ts';

/**
 * The koa application that every route of the product is mounted on: headers first, then the one error middleware.
 *
 * @param deps words the refusals' sentences of all parts together
 * @param deps https whether PUBLIC_URL is https
 * @param deps proxies how many proxies of our own stand in front (TRUST_PROXY); with 0, `X-Forwarded-*` is a stranger's
 *   claim and is not read
 * @param deps machines paths that no browser has business with
 */
export function createKoa(deps: {
  readonly logger: Logger;
  readonly words?: ErrorWords;
  readonly https: boolean;
  readonly proxies: number;
  readonly machines?: ReadonlySet<string>;
}): Koa {
  const { logger, words = {}, https, proxies, machines } = deps;
  const app = new Koa({ proxy: proxies > 0, maxIpsCount: proxies });
  // What fails after the answer began (a reader that went away) can only be noted.
  app.on('error', (err: unknown) => logger.warn({ err }, 'answer cut short'));
  app.use(createHeaders({ https, ...(machines && { machines }) }));
  app.use(createErrors({ logger, words }));
  return app;
}
