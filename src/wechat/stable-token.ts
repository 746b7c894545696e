import { z } from 'zod';
import { err, ok, type Result } from '../lib/result.ts';
import { networkError, wechatError, type WechatError } from './errors.ts';
import { parseWechatJson } from './json.ts';
import { request } from './transport.ts';

const path = '/cgi-bin/stable_token';

const Answer = z.union([
  z.object({ access_token: z.string().min(16).max(1024), expires_in: z.number().positive() }),
  z.object({ errcode: z.number(), errmsg: z.string().default('') }),
]);

export type FreshToken = { readonly accessToken: string; readonly expiresInMs: number };

export type FetchToken = (options: { readonly force: boolean }) => Promise<Result<FreshToken, WechatError>>;

/**
 * Asks WeChat for the account's token by `stable_token`: whoever asks gets the same one until shortly before it expires,
 * so that instances never take it from one another, as `/cgi-bin/token` makes them do.
 *
 * `force` kills the present token for everybody; WeChat allows it 20 times a day, 30 s apart.
 */
export function createTokenFetcher(account: {
  readonly appId: string;
  readonly secret: string;
  readonly apiBase: string;
  readonly timeoutMs?: number;
}): FetchToken {
  const { appId, secret, apiBase, timeoutMs = 4_000 } = account;

  return async ({ force }) => {
    const answer = await request({
      method: 'POST',
      url: apiBase + path,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credential', appid: appId, secret, force_refresh: force }),
      maxBytes: 64 * 1024,
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) return err(networkError(answer.error, path));
    const parsed = Answer.safeParse(parseWechatJson(answer.value.bytes.toString('utf8')));
    if (!parsed.success) return err(networkError({ name: 'bad_answer', ambiguous: false }, path));
    if ('errcode' in parsed.data) return err(refusal(parsed.data.errcode, parsed.data.errmsg));
    return ok({ accessToken: parsed.data.access_token, expiresInMs: parsed.data.expires_in * 1000 });
  };
}

/** From here 40001 means the secret, and no newer token would help. */
function refusal(errcode: number, errmsg: string): WechatError {
  const error = wechatError({ code: errcode === 40001 ? 40125 : errcode, errmsg, path });
  return { ...error, code: errcode };
}
