import { errorTable, type ErrorRow, type WechatErrorClass } from './error-table.ts';
import type { NetworkFault } from './transport.ts';

/** Why a call to WeChat brought nothing. A plain value: no address, no token, nothing that must not be logged. */
export type WechatError = ErrorRow & {
  /** WeChat's errcode; 0 where WeChat gave no answer that counts */
  readonly code: number;
  /** the interface, without its query: `/cgi-bin/message/custom/send` */
  readonly path: string;
  /** WeChat's own words, without the rid */
  readonly message: string;
  /** names this call at WeChat, can be looked up with openapi/rid/get */
  readonly rid?: string;
  readonly httpStatus?: number;
  /** it may have been done all the same: to try again may do it twice */
  readonly ambiguous: boolean;
};

/** What the sender of a customer-service message can do about an error. */
export type SendReaction =
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** the window is closed or the quota used up: it can go out when the customer writes next */
  | { readonly kind: 'wait'; readonly told: 'closed' | 'used_up' }
  /** it will never be accepted */
  | { readonly kind: 'fail' }
  /** nobody knows whether it arrived */
  | { readonly kind: 'unknown' };

const networkExplanations = {
  timeout: '微信没有在时限内答复。',
  unreachable: '连不上微信服务器，请检查网络。',
  interrupted: '与微信的连接中断。',
  bad_status: '微信返回了异常状态。',
  redirected: '微信的答复被重定向，可能有网关或代理介入。',
  too_big: '微信的答复超过上限。',
  bad_answer: '微信的答复无法识别。',
} as const satisfies Record<NetworkFault['name'], string>;

const secondMs = 1_000;
const minuteMs = 60_000;
const ridShape = /\s*rid:\s*([\w-]{8,64})\s*$/;
const secretShape = /((?:access_token|secret|appsecret)["']?\s*[=:]\s*["']?)[^&\s"',}]+/gi;

/** The error that an `errcode` stands for. @param errmsg WeChat's words, as they came */
export function wechatError({ code, errmsg, path }: { code: number; errmsg: string; path: string }): WechatError {
  const row = errorTable.get(code) ?? {
    name: 'unlisted',
    class: 'unknown',
    explanation: `微信返回了未收录的错误 ${code}。`,
  };
  const rid = ridShape.exec(errmsg)?.[1];
  const message = withoutSecrets(errmsg.replace(ridShape, '')).slice(0, 300);
  return { ...row, code, path, message, ambiguous: code === -1, ...(rid === undefined ? {} : { rid }) };
}

/** The error that a fault on the way is. */
export function networkError(fault: NetworkFault, path: string): WechatError {
  const httpStatus = fault.status === undefined ? {} : { httpStatus: fault.status };
  const explanation = networkExplanations[fault.name];
  const { name, ambiguous } = fault;
  return { name, class: 'network', explanation, code: 0, path, message: name, ambiguous, ...httpStatus };
}

/** Secrets never get into an error, whatever WeChat or a proxy repeats. */
function withoutSecrets(text: string): string {
  return text.replace(secretShape, '$1[hidden]');
}

/**
 * How to go on with a customer-service message that was not accepted. custom/send takes no id of ours: what may have
 * arrived is never called a plain failure.
 */
export function reactionTo(error: WechatError): SendReaction {
  if (error.ambiguous) return { kind: 'unknown' };
  if (error.name === 'window_closed') return { kind: 'wait', told: 'closed' };
  if (error.name === 'quota_used_up') return { kind: 'wait', told: 'used_up' };
  const afterMs = waits[error.class]?.(error);
  return afterMs === undefined ? { kind: 'fail' } : { kind: 'retry', afterMs };
}

/** Only what passes by itself, or when someone acts, is tried again; the rest would be refused each time. */
const waits: Readonly<Partial<Record<WechatErrorClass, (error: WechatError) => number>>> = {
  network: () => 2 * secondMs,
  refresh: () => 5 * secondMs,
  backoff: ({ name }) => (name === 'daily_limit' ? 10 * minuteMs : minuteMs),
  config: () => 5 * minuteMs,
};
