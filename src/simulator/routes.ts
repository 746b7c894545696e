import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Account, Mode } from './account.ts';
import type { Api } from './api/api.ts';
import type { Change, Customers, Line } from './customers.ts';
import { createLive } from './live.ts';
import type { MediaBox } from './media-box.ts';
import type { Menus } from './menu.ts';
import { servePage } from './page-files.ts';
import { doAct, phoneAct } from './phone-acts.ts';
import type { Phone } from './phone.ts';
import { readBody } from './read-body.ts';
import { segmentsOf } from './rich-text.ts';

export type RouteDeps = {
  readonly account: Account;
  readonly mode: Mode;
  readonly customers: Customers;
  readonly menus: Menus;
  readonly media: MediaBox;
  readonly phone: Phone;
  readonly subscribe: (listener: (change: Change) => void) => () => void;
  readonly api: Api;
};

const apiPrefix = '/simulator/wechat';
/** phones that the page puts side by side */
const maxShown = 8;
const maxActBytes = 64 * 1024;
const maxImageBytes = 10 * 1024 * 1024;

/** The phone page, the JSON that it lives on, and the imitated API. */
export function createRoutes(deps: RouteDeps) {
  const { account, mode, customers, menus, media, phone, subscribe, api } = deps;
  const live = createLive((listener) => subscribe((change) => listener(forPage(change))));
  const router = new Router({ prefix: '/simulator/phone' });

  router.get('/state', (ctx) => {
    if (customers.list().length === 0) customers.add();
    const { name } = account;
    ctx.body = { account: { name }, mode, menu: menus.buttons(), customers: customers.list().slice(-maxShown) };
  });
  router.get('/live', (ctx) => live.attach(ctx));
  router.post('/customers', (ctx) => {
    mustBeJson(ctx);
    ctx.status = 201;
    ctx.body = customers.add();
  });
  router.get('/customers/:openId/lines', (ctx) => {
    const { openId = '' } = ctx.params as { openId?: string };
    if (!customers.has(openId)) ctx.throw(404, 'unknown_customer');
    ctx.body = { lines: customers.linesOf(openId).map(withSegments) };
  });
  router.post('/customers/:openId/acts', async (ctx) => {
    const { openId = '' } = ctx.params as { openId?: string };
    if (!customers.has(openId)) ctx.throw(404, 'unknown_customer');
    mustBeJson(ctx);
    const act = phoneAct.safeParse(await jsonOf(ctx));
    if (!act.success) return ctx.throw(400, 'bad_act');
    mustFollow(ctx, openId, act.data.act);
    if (act.data.act === 'tap' && !menus.find(act.data.button)) ctx.throw(404, 'unknown_button');
    ctx.body = { judged: summaryOf(await doAct(phone, openId, act.data)) };
  });
  router.post('/customers/:openId/images', async (ctx) => {
    const { openId = '' } = ctx.params as { openId?: string };
    if (!customers.has(openId)) ctx.throw(404, 'unknown_customer');
    mustFollow(ctx, openId, 'image');
    const format = ctx.is('image/png', 'image/jpeg', 'image/gif');
    if (format === false || format === null) return ctx.throw(415, 'not_an_image');
    const bytes = await readBody(ctx.req, maxImageBytes);
    if (!bytes.ok) return ctx.throw(413, 'image_too_long');
    ctx.body = { judged: summaryOf(await phone.image(openId, { format, bytes: bytes.value })) };
  });

  function mustFollow(ctx: Context, openId: string, act: string): void {
    if (!['follow', 'scan'].includes(act) && !customers.get(openId)?.following) ctx.throw(409, 'not_following');
  }

  function serveMedia(ctx: Context): boolean {
    if (ctx.method !== 'GET' || !ctx.path.startsWith('/simulator/media/')) return false;
    const found = media.get(ctx.path.slice('/simulator/media/'.length));
    if (!found) ctx.throw(404, 'unknown_media');
    ctx.set({ 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': "default-src 'none'; sandbox" });
    ctx.type = found.format;
    ctx.body = found.bytes;
    return true;
  }

  const answerApi = api.answerUnder(apiPrefix);
  const answerPhone = router.routes() as unknown as Middleware;
  const middleware: Middleware = async (ctx, next) => {
    if (ctx.path !== '/simulator' && !ctx.path.startsWith('/simulator/')) await next();
    else if (ctx.path.startsWith(`${apiPrefix}/`)) await answerApi(ctx, next);
    else if (!(await servePage(ctx)) && !serveMedia(ctx)) await answerPhone(ctx, next);
  };

  return { middleware, close: live.close };
}

/** A page of another origin cannot send this type without asking first. */
function mustBeJson(ctx: Context): void {
  if (ctx.is('application/json') !== 'application/json') ctx.throw(415, 'not_json');
}

async function jsonOf(ctx: Context): Promise<unknown> {
  const body = await readBody(ctx.req, maxActBytes);
  if (!body.ok) ctx.throw(413, 'act_too_long');
  try {
    return JSON.parse(body.value.toString('utf8')) as unknown;
  } catch (cause) {
    return ctx.throw(400, 'bad_json', { cause });
  }
}

/** The page shows stretches of text, and never reads markup itself. */
function withSegments(line: Line) {
  const { content } = line;
  return content.kind === 'text' ? { ...line, segments: segmentsOf(content.text) } : line;
}

function forPage(change: Change): Change {
  return change.kind === 'line' ? { ...change, line: withSegments(change.line) } : change;
}

function summaryOf(judged: Awaited<ReturnType<typeof doAct>>) {
  if (!judged) return null;
  const { kind, problem, attempts } = judged;
  return { kind, problem, attempts };
}
