import type { Clock } from '../lib/clock.ts';
import { isLoopback } from '../lib/loopback.ts';
import { buildCall, judgeAnswer, type WebhookForm, type WebhookVerdict } from './webhook-forms.ts';

export type WebhookHost = { readonly host: string; readonly form: WebhookForm };

export type Webhook = (text: string) => Promise<WebhookVerdict>;

const answerWithinMs = 5000;

/**
 * The form that an address takes: its host has to be registered, and https; plain http only on this machine.
 *
 * @returns undefined where nothing may be posted there
 */
export function formOf(url: string, hosts: readonly WebhookHost[]): WebhookForm | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, username, password } = new URL(url);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isSafe && username === '' && password === '' ? hosts.find(({ host }) => host === hostname)?.form : undefined;
}

type Deps = {
  readonly url: string;
  readonly form: WebhookForm;
  readonly secret: string | undefined;
  readonly clock: Clock;
};

/** Posts a text to a group robot. No redirect is followed: it could lead to a host that is not registered. */
export function createWebhook({ url, form, secret, clock }: Deps): Webhook {
  return async (text) => {
    const call = buildCall(form, { url, secret, text, at: clock() });
    try {
      const answer = await fetch(call.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: call.body,
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      });
      return judgeAnswer(answer.status, await readJson(answer));
    } catch (error) {
      // The address has a key in it: of what went wrong only the name is kept.
      return { ok: false, retry: true, code: `network:${error instanceof Error ? error.name : 'unknown'}` };
    }
  };
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    // A proxy's error page: the status says enough.
    return undefined;
  }
}
