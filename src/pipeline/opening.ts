import type { Say } from '../dialogue/say.ts';
import type { Customer } from '../domain/customer.ts';
import type { Decision } from '../domain/decision.ts';
import type { Push } from '../domain/push.ts';
import type { Decided, HandleDeps } from './handle.ts';

/** On the first evening only listed testers get the whole product. */
export type Opening = { readonly testersOnly: boolean; readonly testers: readonly string[] };

type Decide = HandleDeps['decide'];

/** What a tester sends to learn the OpenID that has to be listed. */
const askForOpenId = /^\s*openid\s*$/i;

/**
 * Lets testers through to the decision; everybody else gets one honest text with the official phone. Whoever leaves is
 * erased all the same.
 */
export function createOpening({ opening, say }: { opening: Opening; say: Say }, decide: Decide): Decide {
  if (!opening.testersOnly) return decide;
  const testers = new Set(opening.testers);

  return async (push, customer, passage) => {
    const decided = await decide(push, customer, passage);
    const isOpen = testers.has(push.from) || (push.kind === 'event' && push.type === 'unsubscribe');
    return isOpen ? decided : closedFor(push, customer, decided);
  };

  /** What came in is kept, masked, as ever: only what would be done about it is not. */
  function closedFor(push: Push, { openId }: Customer, { in: line }: Decided): Decided {
    const isOwnId = push.kind === 'message' && push.type === 'text' && askForOpenId.test(push.content);
    const text = isOwnId ? openId : say('notOpenYet');
    const speaks = push.kind === 'message' || (push.kind === 'event' && ['subscribe', 'click'].includes(push.type));
    const next: Decision['next'] = push.kind === 'event' && push.type === 'subscribe' ? { followed: true } : {};
    const reply = speaks ? ({ kind: 'text', text } as const) : ({ kind: 'none' } as const);
    return { decision: { reply, acts: [], next, because: 'not_open_yet' }, ...(line && { in: line }) };
  }
}
