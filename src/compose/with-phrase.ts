import type { Customers } from '../customers/customers-store.ts';
import type { Say } from '../dialogue/say.ts';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import type { Outgoing } from '../domain/reply.ts';
import { phraseSlot } from '../lib/phrase-slot.ts';

type Send<Result> = (openId: OpenId, message: Outgoing) => Promise<Result>;

type Deps<Result> = {
  readonly send: Send<Result>;
  readonly customers: Pick<Customers, 'load'>;
  readonly phraseOf: (customer: CustomerId) => Promise<string | undefined>;
  readonly say: Say;
};

/**
 * Sends messages with the customer's anti-phishing phrase where a person's words begin: it is filled in on the way out,
 * so that neither outbox nor transcript holds it.
 */
export function withPhrase<Result>({ send, customers, phraseOf, say }: Deps<Result>): Send<Result> {
  return async (openId, message) => {
    if (message.kind !== 'text' || !message.text.startsWith(phraseSlot)) return send(openId, message);
    const { customer } = await customers.load(openId);
    const phrase = await phraseOf(customer);
    const opening = phrase === undefined ? '' : say('phraseOpening', { phrase });
    return send(openId, { kind: 'text', text: `${opening}${message.text.slice(phraseSlot.length)}` });
  };
}
