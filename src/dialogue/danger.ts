import type { Entry } from '../domain/knowledge.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

/** How long a customer still talks about the emergency that he was answered about. */
const patienceMs = 15 * 60_000;

/** The emergency that the customer was told what to do about a moment ago. */
export function dangerOf({ customer: { dialogue }, entry, now }: Scene): Entry | undefined {
  if (dialogue.kind !== 'answered' || now.getTime() - dialogue.since.getTime() > patienceMs) return undefined;
  const answered = entry(dialogue.entry);
  return answered?.priority === 'urgent' ? answered : undefined;
}

/** Whoever is losing money is not told that he was not understood: what to do stands, and a person is offered at once. */
export function stayInDanger({ say, customer, now }: Scene, { id }: Entry): Turn {
  return {
    text: say('missInDanger'),
    acts: [{ kind: 'note-miss', band: 'hand_over', candidates: [] }],
    next: { misses: customer.misses + 1, dialogue: { kind: 'answered', entry: id, since: now } },
    because: 'miss.danger',
  };
}
