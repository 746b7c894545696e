import type { Act } from '../domain/push-record.ts';
import { openTicket } from './handoff.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

/** The answer to 「验证 483 920」, 「验真 1001」 or 「对暗号」: whatever conversation is under way stays where it is. */
export function onProof(scene: Scene): Turn | undefined {
  const { proof } = scene;
  if (!proof) return undefined;
  const turn = { ...proof, acts: actsOf(scene) };
  return scene.customer.dialogue.kind === 'handoff' ? withTicket(scene, turn) : turn;
}

/** For the record; codes and words are put on record where they are checked. */
function actsOf({ heard: { wish }, proof, ticket }: Scene): Act[] {
  if (wish?.kind !== 'agent') return [];
  const code = proof?.because === 'proof.serving' ? 'serving' : 'refused';
  return [{ kind: 'proof-given', code, ...(ticket && { ticket: ticket.number }) }];
}

/** Who asks for a person gets a ticket whatever he answers: the check is answered beside it. */
function withTicket(scene: Scene, turn: Turn): Turn {
  const opened = openTicket(scene);
  const both = (text: string) => [text, opened.text].join('\n\n');
  return {
    ...opened,
    text: both(turn.text),
    ...(turn.shown !== undefined && { shown: both(turn.shown) }),
    acts: [...(turn.acts ?? []), ...(opened.acts ?? [])],
    because: `${turn.because}.handoff`,
  };
}

/** The phrase that opens every message from a person: set, changed, taken away, explained. */
export function onPhrase({ heard: { phrase }, say }: Scene): Turn | undefined {
  switch (phrase?.kind) {
    case undefined:
      return undefined;
    case 'set':
      return {
        text: say('phraseSet'),
        acts: [{ kind: 'set-phrase', sealed: phrase.sealed }],
        because: 'phrase.set',
      };
    case 'remove':
      return { text: say('phraseRemoved'), acts: [{ kind: 'set-phrase' }], because: 'phrase.removed' };
    case 'refused':
      return { text: say('phraseRefused'), because: 'phrase.refused' };
    case 'how':
      return { text: say('phraseHow'), because: 'phrase.how' };
  }
}
