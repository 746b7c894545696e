import type { TicketRefusal } from '../domain/desk.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import { blanksOf } from '../lib/blanks.ts';

/** Why an agent's text may not go to a customer; undefined: it may. */
export function outgoingFault(text: string, check: (text: string) => OutgoingVerdict): TicketRefusal | undefined {
  const names = blanksOf(text);
  if (names.length > 0) return { kind: 'blanks', names };
  const verdict = check(text);
  return verdict.ok ? undefined : { kind: 'blocked', code: verdict.code, reason: verdict.reason };
}
