import type { Clock } from '../../lib/clock.ts';
import type { Customers } from '../state/customers.ts';
import type { MediaBox } from '../state/media-box.ts';
import { done, refuse, textIn, type Call, type Endpoints, type Refusal } from './call.ts';
import { readOutgoing } from './outgoing.ts';

type Deps = { readonly customers: Customers; readonly media: MediaBox; readonly clock: Clock };

const typingMs = 15_000;
const typingAfterActMs = 30_000;

/** Customer-service messages and the typing state. */
export function messageEndpoints(deps: Deps): Endpoints {
  return {
    '/cgi-bin/message/custom/send': { method: 'POST', daily: 500_000, answer: (call) => send(call, deps) },
    '/cgi-bin/message/custom/typing': { method: 'POST', daily: 500_000, answer: (call) => type(call, deps) },
  };
}

/** Why an account may not write to someone; undefined where it may. */
export function barTo(openId: string, customers: Customers): Refusal | undefined {
  const customer = customers.get(openId);
  if (!customer) return refuse(40003, 'invalid openid');
  return customer.following ? undefined : refuse(43004, 'require subscribe');
}

function send({ body, raw }: Call, { customers, media }: Deps): Refusal {
  const openId = textIn(body, 'touser');
  const barred = barTo(openId, customers);
  if (barred) return barred;
  // WeChat shows \u escapes as they stand, or refuses them: a client has to send the characters themselves.
  if (/\\u[0-9a-f]{4}/i.test(raw.toString('utf8')))
    return refuse(40033, 'invalid charset. please check your request, if include \\uxxxx will create fail!');
  const content = readOutgoing(body, { hasMedia: (id) => media.get(id) !== undefined });
  if (!content.ok) return content.error;
  switch (customers.charge(openId)) {
    case 45015:
      return refuse(45015, 'response out of time limit or subscription is canceled');
    case 45047:
      return refuse(45047, 'out of response count limit');
    case 0:
      customers.write(openId, { from: 'account', via: 'api', content: content.value });
      return done;
  }
}

function type({ body }: Call, { customers, clock }: Deps): Refusal {
  const openId = textIn(body, 'touser');
  const barred = barTo(openId, customers);
  if (barred) return barred;
  const command = textIn(body, 'command');
  if (command === 'CancelTyping') {
    customers.setTyping(openId, undefined);
    return done;
  }
  if (command !== 'Typing') return refuse(45072, 'invalid command');
  const now = clock().getTime();
  const lastActAt = customers.lastActAt(openId)?.getTime() ?? 0;
  if (now - lastActAt > typingAfterActMs) return refuse(45080, 'client should do action in 30 seconds');
  if ((customers.typingUntil(openId)?.getTime() ?? 0) > now) return refuse(45081, 'already typing');
  customers.setTyping(openId, new Date(now + typingMs));
  return done;
}
