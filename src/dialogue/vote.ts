import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/**
 * Whether the entry helped. Who says no is offered a person, and what he adds is heard together with nothing else: a
 * plain new message. Anything but an answer is heard as that.
 */
export function answerVote({ customer, heard, say, now }: Scene): Turn | undefined {
  if (customer.dialogue.kind !== 'answered') return undefined;
  const { entry } = customer.dialogue;
  switch (heard.word) {
    case 'helped':
    case 'solved':
      return {
        text: say('voteYes'),
        acts: [{ kind: 'vote', entry, helped: true }],
        next: { dialogue: idle, misses: 0 },
        because: 'vote.yes',
      };
    case 'unhelped':
    case 'unsolved':
      return {
        text: say('voteNo'),
        acts: [{ kind: 'vote', entry, helped: false }],
        next: { dialogue: { kind: 'asked', said: '', candidates: [], since: now }, misses: 1 },
        because: 'vote.no',
      };
    default:
      return undefined;
  }
}
