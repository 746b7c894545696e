import { createHmac } from 'node:crypto';

/** 企业微信, 钉钉, 飞书: what their group robots take. */
export const webhookForms = ['wecom', 'dingtalk', 'feishu'] as const;
export type WebhookForm = (typeof webhookForms)[number];

export type WebhookCall = { readonly url: string; readonly body: string };
type Given = { readonly url: string; readonly secret: string | undefined; readonly text: string; readonly at: Date };

/** The robot's answer, as far as it counts: did it take the text, and if not, is it worth another try? */
export type WebhookVerdict =
  { readonly ok: true } | { readonly ok: false; readonly retry: boolean; readonly code: string };

const builders: Readonly<Record<WebhookForm, (given: Given) => WebhookCall>> = {
  // The key in the address is all that it knows; there is no signature.
  wecom: ({ url, text }) => ({ url, body: JSON.stringify({ msgtype: 'text', text: { content: text } }) }),
  // Signed in the address: HMAC-SHA256 under the secret over `timestamp\nsecret`, the time in milliseconds.
  dingtalk({ url, secret, text, at }) {
    const body = JSON.stringify({ msgtype: 'text', text: { content: text } });
    if (secret === undefined) return { url, body };
    const timestamp = String(at.getTime());
    const signed = new URL(url);
    signed.searchParams.set('timestamp', timestamp);
    signed.searchParams.set('sign', mac(secret, `${timestamp}\n${secret}`));
    return { url: signed.href, body };
  },
  // Signed in the body: `timestamp\nsecret` is itself the key, over nothing, the time in seconds.
  feishu({ url, secret, text, at }) {
    const message = { msg_type: 'text', content: { text } };
    if (secret === undefined) return { url, body: JSON.stringify(message) };
    const timestamp = String(Math.floor(at.getTime() / 1000));
    return { url, body: JSON.stringify({ timestamp, sign: mac(`${timestamp}\n${secret}`, ''), ...message }) };
  },
};

function mac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

/** One call as the robot wants it. */
export function buildCall(form: WebhookForm, given: Given): WebhookCall {
  return builders[form](given);
}

/** Too many at a time, or a moment's trouble of theirs: 企业微信 -1, 45009; 钉钉 -1, 130101, 660026; 飞书 9499, 11232. */
const passing: ReadonlySet<number> = new Set([-1, 45009, 130_101, 660_026, 9499, 11_232]);

/** All three answer 200 and say in the body what became of it: `errcode`, or `code` with 飞书. */
export function judgeAnswer(status: number, body: unknown): WebhookVerdict {
  if (status === 429 || status >= 500) return { ok: false, retry: true, code: `http:${status}` };
  if (status !== 200) return { ok: false, retry: false, code: `http:${status}` };
  const { errcode, code, StatusCode } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const said = [errcode, code, StatusCode].find((value) => typeof value === 'number');
  if (said === 0) return { ok: true };
  if (said === undefined) return { ok: false, retry: false, code: 'no_answer_code' };
  return { ok: false, retry: passing.has(said), code: `robot:${said}` };
}
