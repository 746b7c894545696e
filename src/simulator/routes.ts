import type { Context, Middleware } from 'koa';
import type { Api } from './api/api.ts';
import type { MediaBox } from './state/media-box.ts';
import { servePage } from './phone/page-files.ts';
import { createPhoneRoutes, type PhoneRouteDeps } from './phone/phone-routes.ts';

const root = '/simulator';
const apiPrefix = `${root}/wechat`;
const mediaPrefix = `${root}/media/`;

/** Everything below `/simulator`: the phone page, its files and its JSON, media, and the imitated API. */
export function createRoutes({ media, api, ...deps }: PhoneRouteDeps & { media: MediaBox; api: Api }) {
  const phone = createPhoneRoutes(deps);
  const answerApi = api.answerUnder(apiPrefix);

  function serveMedia(ctx: Context): boolean {
    if (ctx.method !== 'GET' || !ctx.path.startsWith(mediaPrefix)) return false;
    const found = media.get(ctx.path.slice(mediaPrefix.length)) ?? ctx.throw(404, 'unknown_media');
    ctx.set({ 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': "default-src 'none'; sandbox" });
    ctx.type = found.format;
    ctx.body = found.bytes;
    return true;
  }

  const middleware: Middleware = async (ctx, next) => {
    if (ctx.path !== root && !ctx.path.startsWith(`${root}/`)) await next();
    else if (ctx.path.startsWith(`${apiPrefix}/`)) await answerApi(ctx, next);
    else if (!(await servePage(ctx)) && !serveMedia(ctx)) await phone.middleware(ctx, next);
  };

  return { middleware, close: phone.close };
}
