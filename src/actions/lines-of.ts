import type { Customer } from '../domain/customer.ts';
import type { PushRecord } from '../domain/push-record.ts';
import { withoutTaps } from '../lib/tappable.ts';
import type { NewLine } from '../queue/transcripts-store.ts';

/** A push as it was stored with its customer. */
export type Stored = { readonly customer: Customer; readonly push: PushRecord };

/** The transcript's lines of a push: what came in, and the bot's own words. */
export function linesOf({ customer, push }: Stored): NewLine[] {
  const { customer: id, ticket } = customer;
  const about = { customer: id, at: push.at, ...(ticket && { ticket }) };
  const said = push.in
    ? [{ ...about, id: `${id}:${push.seq}`, seq: push.seq, from: 'customer' as const, ...push.in }]
    : [];
  const own = push.own ?? (push.reply.kind === 'text' ? push.reply.text : '');
  if (own === '') return said;
  const answered = {
    ...about,
    id: `${id}:${push.seq + 1}`,
    seq: push.seq + 1,
    from: 'bot' as const,
    kind: 'text',
    text: push.shown ?? withoutTaps(own),
  };
  return [...said, answered];
}

/** The pushes whose lines stand with their customer alone, as far as he knows. */
export function untranscribed(customer: Customer): readonly PushRecord[] {
  return customer.pushes.filter(({ seq }) => seq > customer.transcribed);
}
