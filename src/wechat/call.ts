import { setTimeout as sleep } from 'node:timers/promises';
import type WechatApi from 'wechat-api';
import type { z } from 'zod';
import { err, ok, type Result } from '../lib/result.ts';
import { before, createDeadline } from './deadline.ts';
import { networkError, wechatError, type WechatError } from './errors.ts';
import { parseWechatJson } from './json.ts';
import { createExtendedApi, type ExtendedApi } from './mixin.ts';
import type { TokenProvider } from './token.ts';
import { request, type Answer, type NetworkFault } from './transport.ts';

/** One call of one interface. */
export type CallSpec<T> = {
  /** what the error is told under, without a query */
  readonly path: string;
  /** a call that changes nothing may be made again when WeChat says it is busy */
  readonly kind: 'read' | 'act';
  readonly invoke: (api: ExtendedApi, callback: WechatApi.Callback) => void;
  /** what a good answer looks like; anything else counts as none */
  readonly answer: z.ZodType<T>;
  /** a file: a longer deadline, a larger cap */
  readonly isFile?: boolean;
};

export type CallDeps = {
  /** `https://api.weixin.qq.com`, or where the API is imitated */
  readonly apiBase: string;
  readonly tokens: TokenProvider;
  readonly logger: { readonly warn: (facts: object, message: string) => void };
  /** callMs 4,000: less than WeChat's five seconds; fileMs 20,000 */
  readonly timeouts?: { readonly callMs?: number; readonly fileMs?: number };
};

export type Outcome<T> = Promise<Result<T, WechatError>>;

export type Caller = <T>(spec: CallSpec<T>) => Outcome<T>;

type Settled = { readonly error: (Error & { code?: unknown }) | null; readonly data: unknown };

const jsonCap = 1024 * 1024;
const fileCap = 12 * 1024 * 1024;
const busyWaitsMs = [200, 400];

/**
 * The one place where wechat-api is called: its callbacks become promises of results, its transport is ours, its own
 * token handling is passed by.
 *
 * A call settles by its deadline whatever the network does, renewal of the token and second attempt included.
 */
export function createCaller({ apiBase, tokens, logger, timeouts = {} }: CallDeps): Caller {
  const api = createExtendedApi(apiBase);
  const { callMs = 4_000, fileMs = 20_000 } = timeouts;

  return async (spec) => {
    const deadline = createDeadline(spec.isFile ? fileMs : callMs);
    try {
      const result = await withFreshToken(spec, deadline.signal);
      if (!result.ok && result.error.class !== 'ignore') logger.warn(factsOf(result.error), 'a call to WeChat failed');
      return result;
    } finally {
      deadline.clear();
    }
  };

  async function withFreshToken<T>(spec: CallSpec<T>, signal: AbortSignal): Promise<Result<T, WechatError>> {
    const late = err(networkError({ name: 'timeout', ambiguous: false }, spec.path));
    const token = await before(signal, tokens.current(), late);
    if (!token.ok) return token;
    const first = await patiently(spec, token.value, signal);
    if (first.ok || first.error.class !== 'refresh') return first;

    tokens.invalidate(token.value);
    const next = await before(signal, tokens.current(), late);
    return next.ok ? patiently(spec, next.value, signal) : next;
  }

  async function patiently<T>(
    spec: CallSpec<T>,
    accessToken: string,
    signal: AbortSignal,
  ): Promise<Result<T, WechatError>> {
    let result = await attempt(spec, accessToken, signal);
    for (const waitMs of spec.kind === 'read' ? busyWaitsMs : []) {
      if (result.ok || result.error.name !== 'busy') return result;
      await sleep(waitMs);
      result = await attempt(spec, accessToken, signal);
    }
    return result;
  }

  async function attempt<T>(
    { path, invoke, answer, isFile }: CallSpec<T>,
    accessToken: string,
    signal: AbortSignal,
  ): Promise<Result<T, WechatError>> {
    let fault: NetworkFault | undefined;
    const send: WechatApi['request'] = (url, options, callback) => {
      void transfer(url, options, { signal, maxBytes: isFile ? fileCap : jsonCap }).then((result) => {
        if (!result.ok) fault = result.error;
        callback(result.ok ? null : new Error(result.error.name), result.ok ? result.value : undefined);
      });
    };
    // Token and transport belong to this one call: nothing of the package is shared between calls under way.
    const bound = Object.assign(Object.create(api) as ExtendedApi, { token: { accessToken }, request: send });
    const { error, data } = await new Promise<Settled>((resolve) => {
      invoke(bound, (failure, value) => resolve({ error: failure, data: value }));
    });
    if (fault !== undefined) return err(networkError(fault, path));
    if (error !== null) return err(wechatError({ code: Number(error.code), errmsg: error.message, path }));
    const parsed = answer.safeParse(data);
    return parsed.success ? ok(parsed.data) : err(networkError({ name: 'bad_answer', ambiguous: true }, path));
  }
}

/** What urllib did for the package. */
async function transfer(
  url: string,
  options: WechatApi.RequestOptions,
  limits: { readonly signal: AbortSignal; readonly maxBytes: number },
): Promise<Result<unknown, NetworkFault>> {
  const json = options.data === undefined ? null : JSON.stringify(options.data);
  const { type: method = 'GET', headers = {} } = options;
  const result = await request({ method, url, headers, body: options.form ?? json, ...limits });
  if (!result.ok) return result;
  if (options.dataType !== 'json' && !isText(result.value)) return ok(result.value);
  const data = parseWechatJson(result.value.bytes.toString('utf8'));
  return typeof data === 'object' && data !== null ? ok(data) : err({ name: 'bad_answer', ambiguous: true });
}

function isText({ contentType }: Answer): boolean {
  return /^(?:application\/json|text\/)/.test(contentType);
}

function factsOf({ path, code, name, class: kind, rid, httpStatus }: WechatError): object {
  return { path, code, name, class: kind, rid, httpStatus };
}
