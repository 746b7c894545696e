import type { Act, PushRecord } from '../domain/push-record.ts';
import type { Outgoing, PassiveReply } from '../domain/reply.ts';
import { mostTextBytes, utf8Length } from '../lib/bytes.ts';

/** A message that waits in the outbox for the customer to write again. */
export type WaitingMessage = { readonly id: string; readonly message: Outgoing };

type Answer = Pick<PushRecord, 'reply' | 'acts' | 'own'>;

const between = '\n\n';

/**
 * Lets what has waited go out with the answer, before it: the passive reply costs nothing of the quota. What does not
 * fit follows by the outbox, the answer itself last.
 *
 * @param waiting oldest first
 */
export function mergeWaiting({ reply, acts }: Answer, waiting: readonly WaitingMessage[]): Answer {
  const own = ownText(reply);
  const first = own === undefined ? [] : thatFit(waiting);
  if (own === undefined || first.length === 0) return { reply, acts };
  const delivered: Act = { kind: 'delivered', entries: first.map(({ id }) => id) };
  const before = first.map(({ text }) => text).join(between);
  const whole = own === '' ? before : `${before}${between}${own}`;
  if (first.length === waiting.length && utf8Length(whole) <= mostTextBytes) {
    return { reply: { kind: 'text', text: whole }, own, acts: [delivered, ...acts] };
  }
  // In a lane the older go first: the answer that had no room comes after what still waits.
  const later: Act[] = own === '' ? [] : [{ kind: 'send', message: { kind: 'text', text: own } }];
  return { reply: { kind: 'text', text: before }, own, acts: [delivered, ...acts, ...later] };
}

/** The words of a reply that others can stand before; undefined where it is no text. */
function ownText(reply: PassiveReply): string | undefined {
  if (reply.kind === 'none') return '';
  return reply.kind === 'text' ? reply.text : undefined;
}

/** The longest row of texts, from the oldest on, that one reply holds. */
function thatFit(waiting: readonly WaitingMessage[]): { id: string; text: string }[] {
  const fitting: { id: string; text: string }[] = [];
  let bytes = 0;
  for (const { id, message } of waiting) {
    if (message.kind !== 'text') break;
    bytes += utf8Length(message.text) + between.length;
    if (bytes - between.length > mostTextBytes) break;
    fitting.push({ id, text: message.text });
  }
  return fitting;
}
