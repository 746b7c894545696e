import type { Dialogue, Matter } from '../domain/dialogue.ts';
import type { Entry } from '../domain/knowledge.ts';
import type { Scene } from './scene.ts';

/** The matter that the customer was answered about last, whatever was said in passing since. */
export function matterIn(dialogue: Dialogue): Matter | undefined {
  if (dialogue.kind === 'answered') return dialogue;
  return dialogue.kind === 'asked' ? dialogue.matter : undefined;
}

/** So many texts are remembered as said. */
const mostTold = 8;

/** What is kept when more was said of a matter: that it is under talk still, and by which text. */
export function spokenOf(entry: string, { told = [], key, now }: Spoken): Matter & { readonly kind: 'answered' } {
  return { kind: 'answered', entry, since: now, told: [...told, key].slice(-mostTold) };
}

type Spoken = Pick<Matter, 'told'> & { readonly key: string; readonly now: Date };

export type UnderTalk = { readonly matter: Matter; readonly entry: Entry; readonly agoMs: number };

export function underTalk({ customer, entry, now }: Pick<Scene, 'customer' | 'entry' | 'now'>): UnderTalk | undefined {
  const matter = matterIn(customer.dialogue);
  const found = matter && entry(matter.entry);
  return found && { matter, entry: found, agoMs: now.getTime() - matter.since.getTime() };
}
