import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { fill, type Facts } from '../lib/fill.ts';
import type { Logger } from '../lib/logger.ts';
import { localeOf, type Locale } from './locale.ts';

/** What a code says to a reader; `{placeholders}` are filled from the refusal's facts. */
export type ErrorWords = Readonly<Record<string, Readonly<Record<Locale, string>>>>;

const general = {
  bad_request: { zh: '请求内容有误，请检查后重试。', en: 'Something in this call is wrong. Check it and try again.' },
  unauthenticated: { zh: '请先登录。', en: 'Please sign in first.' },
  forbidden: { zh: '您没有权限进行此操作。', en: 'You are not allowed to do this.' },
  not_found: { zh: '未找到相应内容。', en: 'There is nothing here.' },
  method_not_allowed: { zh: '不支持这种请求方式。', en: 'This address does not take that method.' },
  conflict: { zh: '内容已被他人更改，请刷新后重试。', en: 'It was changed meanwhile. Read it again and retry.' },
  too_large: { zh: '内容过长。', en: 'This is too large.' },
  unsupported_media_type: { zh: '内容必须为 JSON。', en: 'The content must be JSON.' },
  unprocessable: { zh: '内容无法受理。', en: 'This cannot be accepted.' },
  too_many: { zh: '操作过于频繁，请稍后再试。', en: 'Too many attempts. Try again later.' },
  unavailable: { zh: '暂时无法使用，请稍后再试。', en: 'Not available at the moment. Try again later.' },
  internal: { zh: '系统出了问题，请稍后再试。', en: 'Something went wrong on our side. Try again later.' },
} as const satisfies ErrorWords;

const codeOfStatus: Readonly<Record<number, keyof typeof general>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported_media_type',
  422: 'unprocessable',
  429: 'too_many',
  503: 'unavailable',
};

/** A refusal that `ctx.throw(status, code, extra)` made: only what stands here ever leaves the process. */
type Refusal = {
  readonly status: number;
  readonly code: string;
  readonly facts: Facts;
  readonly details: Readonly<Record<string, unknown>>;
};

type Thrown = {
  status?: unknown;
  expose?: unknown;
  message?: unknown;
  facts?: Facts;
  details?: Readonly<Record<string, unknown>>;
};

function asRefusal(thrown: unknown, words: ErrorWords): Refusal {
  const { status, expose, message, facts = {}, details = {} } = (thrown ?? {}) as Thrown;
  if (expose !== true || typeof status !== 'number' || status >= 500) {
    return { status: 500, code: 'internal', facts: {}, details: {} };
  }
  const known = typeof message === 'string' && Object.hasOwn(words, message);
  return known
    ? { status, code: message, facts, details }
    : // A library's refusal (a body that is no JSON): its words are not ours to repeat.
      { status, code: codeOfStatus[status] ?? 'bad_request', facts: {}, details: {} };
}

function answer(ctx: Context, refusal: Refusal, words: ErrorWords): void {
  const text = words[refusal.code]?.[localeOf(ctx)] ?? '';
  ctx.status = refusal.status;
  ctx.set('Cache-Control', 'no-store');
  ctx.vary('Accept-Language');
  ctx.body = { ...refusal.details, error: refusal.code, message: fill(text, refusal.facts) };
}

/**
 * The one place where failures become answers: `{error: code, message: in the reader's language, …details}`.
 *
 * A refusal is `ctx.throw(4xx, code, {facts?, details?})` with a code of `words`; anything else is our mistake: 500,
 * a general sentence, and a line in the log under the same id that the answer carries in `X-Request-Id`.
 * An address that nothing answered is a refusal too.
 *
 * @param deps words the codes of the caller, beside the general ones
 */
export function createErrors(deps: { readonly logger: Logger; readonly words?: ErrorWords }): Middleware {
  const words: ErrorWords = { ...general, ...deps.words };
  return async (ctx, next) => {
    const id = randomUUID();
    ctx.res.setHeader('X-Request-Id', id);
    try {
      await next();
      if (ctx.respond === false || ctx.headerSent) return;
      if (ctx.status >= 400 && ctx.body == null) ctx.throw(ctx.status);
    } catch (thrown) {
      const refusal = asRefusal(thrown, words);
      if (refusal.status === 500) {
        // Only the path: the query may carry a customer's key.
        deps.logger.error({ err: thrown, id, method: ctx.method, path: ctx.path }, 'call failed');
      }
      if (ctx.headerSent) ctx.res.destroy();
      else answer(ctx, refusal, words);
    }
  };
}
