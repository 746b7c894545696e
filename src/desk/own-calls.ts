import type { Context, Middleware } from 'koa';

const loopback = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function originIsOurs(ctx: Context, publicOrigin: string | undefined): boolean {
  const origin = ctx.get('Origin');
  // Browsers always say where a change comes from; a caller without one is no browser and carries nobody's cookie.
  // A browser that hides it still tells that the call is a foreign one.
  if (origin === '') return ['', 'same-origin'].includes(ctx.get('Sec-Fetch-Site'));
  if (publicOrigin !== undefined) return origin === publicOrigin;
  if (!URL.canParse(origin)) return false;
  const { hostname, host } = new URL(origin);
  return loopback.test(hostname) && host === ctx.get('Host');
}

/**
 * Lets a call that changes something through only if it comes from the console (or from a program that says so): with
 * `X-Requested-By: desk`, which no form and no foreign page can send without asking first, as JSON, and from our origin.
 *
 * @param options publicOrigin PUBLIC_URL's origin; without one, only a loopback origin that is the Host itself
 */
export function createOwnCallsOnly(options: { readonly publicOrigin: string | undefined }): Middleware {
  return async (ctx, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(ctx.method)) {
      const isJson = /^application\/json\s*(;|$)/i.test(ctx.get('Content-Type'));
      const isOurs = ctx.get('X-Requested-By') === 'desk' && isJson && originIsOurs(ctx, options.publicOrigin);
      if (!isOurs) ctx.throw(403, 'foreign_call');
    }
    await next();
  };
}
