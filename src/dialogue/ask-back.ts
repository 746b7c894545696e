import type { Dialogue } from '../domain/dialogue.ts';
import type { MissBand } from '../domain/knowledge.ts';
import { matterIn, underTalk } from './matter.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

const mostOffered = 3;
/** More of it would not be understood any better. */
const mostSaid = 200;
/** Questions in a row without an answer, from which on a person is offered. */
const enoughMisses = 2;

/** Asks back where the text fits several entries about equally; what the customer adds refines it. */
export function askBack(scene: Scene): Turn | undefined {
  const { say, entry, heard, customer } = scene;
  const offered = heard.understanding.candidates.flatMap((id) => entry(id) ?? []).slice(0, mostOffered);
  if (offered.length === 0) return undefined;
  const misses = customer.misses + 1;
  const options = offered.map(({ title }, index) => `${index + 1}. [[${title}]]`).join('\n');
  return missed(scene, 'offer', {
    text: say(misses >= enoughMisses ? 'askBackAgain' : 'askBack', { options }),
    candidates: offered.map(({ id }) => id),
    because: 'ask_back',
  });
}

/** Says so when nothing fits; the second time in a row it offers a person. */
export function miss(scene: Scene): Turn {
  const { say, customer, heard } = scene;
  const misses = customer.misses + 1;
  if (heard.understanding.intent === 'out_of_scope') {
    const elsewhere = heard.understanding.rule === 'other-wallet' ? 'otherWallet' : 'outOfScope';
    return {
      text: say(misses >= enoughMisses && elsewhere === 'outOfScope' ? 'missTwice' : elsewhere),
      next: { misses },
      because: 'out_of_scope',
    };
  }
  const title = underTalk(scene)?.entry.title;
  const text = misses >= enoughMisses ? say('missTwice') : title === undefined ? say('miss') : say('missOf', { title });
  return missed(scene, 'hand_over', { text, candidates: [], because: 'miss' });
}

type Missed = { readonly text: string; readonly candidates: readonly string[]; readonly because: string };

function missed({ customer, heard, now }: Scene, band: MissBand, { text, candidates, because }: Missed): Turn {
  const matter = matterIn(customer.dialogue);
  const said = saidSoFar(customer.dialogue, heard.text);
  const dialogue = { kind: 'asked', said, candidates, since: now, ...(matter && { matter }) } as const;
  return {
    text,
    acts: [{ kind: 'note-miss', band, candidates }],
    next: { misses: customer.misses + 1, dialogue },
    because,
  };
}

function saidSoFar(dialogue: Dialogue, text: string): string {
  const before = dialogue.kind === 'asked' ? dialogue.said : '';
  return [before, text].filter(Boolean).join('，').slice(-mostSaid);
}
