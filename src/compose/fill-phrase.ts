import type { Customers } from '../customers/customers-store.ts';
import type { Say } from '../dialogue/say.ts';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import type { Outgoing } from '../domain/reply.ts';
import { phraseSlot, withoutPhraseSlot } from '../lib/phrase-slot.ts';

type FillPhraseDeps = {
  readonly customers: Pick<Customers, 'load'>;
  readonly phraseOf: (customer: CustomerId) => Promise<string | undefined>;
  readonly say: Say;
};

export type FillPhrase = (openId: OpenId, message: Outgoing) => Promise<Outgoing>;

/**
 * Puts the customer's anti-phishing phrase where a person's words begin, on the way out: neither outbox nor transcript
 * holds it.
 */
export function createFillPhrase({ customers, phraseOf, say }: FillPhraseDeps): FillPhrase {
  return async (openId, message) => {
    if (message.kind !== 'text' || !message.text.includes(phraseSlot)) return message;
    const { customer } = await customers.load(openId);
    const phrase = await phraseOf(customer);
    const opening = phrase === undefined ? '' : say('phraseOpening', { phrase });
    return { kind: 'text', text: withoutPhraseSlot(message.text.replace(phraseSlot, () => opening)) };
  };
}
