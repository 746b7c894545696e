import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Account, Mode } from '../account.ts';
import type { Codes } from '../state/codes.ts';
import type { Change, Customer, Customers, Line } from '../state/customers.ts';
import type { Judged } from '../wire/delivery.ts';
import { usualFaults, type Faults } from '../faults.ts';
import { attackNames, type Attacks } from '../wire/attacks.ts';
import { createLive } from './live.ts';
import type { Menus } from '../state/menu.ts';
import { doAct, phoneAct, type PhoneAct } from './phone-acts.ts';
import type { Phone } from './phone.ts';
import { readBody } from '../read-body.ts';
import { segmentsOf } from './rich-text.ts';

export type PhoneRouteDeps = {
  readonly account: Account;
  readonly mode: Mode;
  readonly customers: Customers;
  readonly menus: Menus;
  readonly codes: Codes;
  readonly phone: Phone;
  readonly faults: Faults;
  readonly attacks: Pick<Attacks, 'run'>;
  readonly subscribe: (listener: (change: Change) => void) => () => void;
  /** names this run: line numbers begin again with the next */
  readonly run: string;
};

/** phones that the page puts side by side */
const maxShown = 8;
const maxJsonBytes = 64 * 1024;
const maxImageBytes = 10 * 1024 * 1024;

const sampleOpenId = z.string().regex(/^oSample_[\w-]{20}$/);
const newCustomer = z.object({ openId: sampleOpenId.optional(), following: z.boolean().default(false) });
const attack = z.object({ name: z.enum(attackNames) });
const faultPlan = z.object({
  path: z.string().min(1).max(200),
  fault: z.enum(Object.keys(usualFaults) as [keyof typeof usualFaults]),
  times: z.int().min(1).max(1_000_000).default(1),
});

/** What the phone page and scripts live on, under `/simulator/phone`. */
export function createPhoneRoutes(deps: PhoneRouteDeps) {
  const { account, mode, customers, menus, phone, faults, attacks, subscribe, run } = deps;
  const live = createLive((listener) => subscribe((change) => listener(forPage(change))));
  const router = new Router({ prefix: '/simulator/phone' });

  router.get('/state', (ctx) => {
    if (customers.count() === 0) customers.add();
    const shown = customers.latest(maxShown);
    ctx.body = { run, account: { name: account.name }, mode, menu: menus.buttons(), customers: shown };
  });

  router.get('/live', (ctx) => live.attach(ctx));

  /** A new customer; or one of an earlier run, whom the page remembers. */
  router.post('/customers', async (ctx) => {
    const { openId, following } = await bodyOf(ctx, newCustomer);
    ctx.status = 201;
    ctx.body = customers.add(openId, following);
  });

  router.get('/customers/:openId/lines', (ctx) => {
    ctx.body = { lines: customers.linesOf(customerOf(ctx).openId).map(withSegments) };
  });

  /** `?wait=no` answers at once; else when it is known what became of the push. */
  router.post('/customers/:openId/acts', async (ctx) => {
    const customer = customerOf(ctx);
    const act = await bodyOf(ctx, phoneAct);
    mustBePossible(ctx, customer, act);
    await answerWith(ctx, doAct(phone, customer.openId, act));
  });

  router.post('/customers/:openId/images', async (ctx) => {
    const customer = customerOf(ctx);
    if (!customer.following) ctx.throw(409, 'not_following');
    const format = ctx.is('image/png', 'image/jpeg', 'image/gif');
    if (format === false || format === null) return ctx.throw(415, 'not_an_image');
    const bytes = await readBody(ctx.req, maxImageBytes);
    if (!bytes.ok) return ctx.throw(413, 'image_too_long');
    await answerWith(ctx, phone.image(customer.openId, { format, bytes: bytes.value }));
  });

  /** What WeChat would never send, in this customer's name. */
  router.post('/customers/:openId/attacks', async (ctx) => {
    const { name } = await bodyOf(ctx, attack);
    const answer = await attacks.run(name, customerOf(ctx).openId);
    ctx.body = { status: answer.ok ? answer.value.status : 0 };
  });

  router.post('/faults', async (ctx) => {
    const { path, fault, times } = await bodyOf(ctx, faultPlan);
    faults.plan(path, usualFaults[fault], times);
    ctx.status = 204;
  });

  router.delete('/faults', (ctx) => {
    faults.clear();
    ctx.status = 204;
  });

  function customerOf(ctx: Context): Customer {
    const { openId = '' } = ctx.params as { openId?: string };
    return customers.get(openId) ?? ctx.throw(404, 'unknown_customer');
  }

  function mustBePossible(ctx: Context, { following }: Customer, act: PhoneAct): void {
    if (!following && act.act !== 'follow' && act.act !== 'scan') ctx.throw(409, 'not_following');
    if (act.act === 'tap' && !menus.find(act.button)) ctx.throw(404, 'unknown_button');
    if (act.act === 'scan' && !deps.codes.get(act.ticket)) ctx.throw(404, 'unknown_code');
  }

  return { middleware: router.routes() as unknown as Middleware, close: live.close };
}

/** A page of another origin cannot send JSON without asking first: whoever may, is ours. */
async function bodyOf<T extends z.ZodType>(ctx: Context, schema: T): Promise<z.infer<T>> {
  if (ctx.is('application/json') !== 'application/json') ctx.throw(415, 'not_json');
  const body = await readBody(ctx.req, maxJsonBytes);
  if (!body.ok) return ctx.throw(413, 'too_long');
  const parsed = schema.safeParse(parseJson(body.value));
  return parsed.success ? parsed.data : ctx.throw(400, 'not_understood');
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

async function answerWith(ctx: Context, pushed: Promise<Judged | undefined>): Promise<void> {
  if (ctx.query.wait === 'no') {
    ctx.status = 202;
    // What becomes of it shows on the phone.
    void pushed;
    return;
  }
  const judged = await pushed;
  ctx.body = { judged: judged ? { kind: judged.kind, problem: judged.problem, attempts: judged.attempts } : null };
}

/** The page shows stretches of text, and never reads markup itself. */
function withSegments(line: Line) {
  const { content } = line;
  return content.kind === 'text' ? { ...line, segments: segmentsOf(content.text) } : line;
}

function forPage(change: Change): Change {
  return change.kind === 'line' ? { ...change, line: withSegments(change.line) } : change;
}
