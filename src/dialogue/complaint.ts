import type { CaseStanding } from '../domain/case.ts';
import { caseLine } from './case-lines.ts';
import { answerForm, startForm } from './form.ts';
import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/** 投诉: who has a complaint open already is asked what to add to it, unless he says that this is about something else. */
export function startComplaint(scene: Scene): Turn {
  const { say, heard, now } = scene;
  const open = complaintsOpen(scene)[0];
  if (!open || otherMatter.test(heard.text)) return startForm(scene, 'complaint');
  const { number } = open;
  return {
    text: say('complaintOpen', { number }),
    next: { dialogue: { kind: 'addition', to: number, since: now }, misses: 0 },
    because: 'complaint.open',
  };
}

/** What he writes next is added; undefined where another promised word leads elsewhere. */
export function addToComplaint(scene: Scene): Turn | undefined {
  const { say, heard, customer } = scene;
  if (customer.dialogue.kind !== 'addition') throw new Error('Nothing is to be added');
  const { to } = customer.dialogue;
  const { word, text } = heard;
  if (word === 'skip' || word === 'done')
    return { text: say('cancelled'), next: { dialogue: idle }, because: 'addition.none' };
  if (word !== undefined) return undefined;
  if (otherMatter.test(text)) return ofAnother(scene);
  const open = complaintsOpen(scene).find(({ number }) => number === to);
  // It was closed meanwhile: these words are the beginning of another.
  if (!open) return answerForm(inForm(scene));
  return {
    text: [say('complaintAdded', { number: to }), caseLine(open, scene)].filter(Boolean).join('\n'),
    acts: [{ kind: 'add-to-case', number: to, text }],
    next: { dialogue: idle, misses: 0 },
    because: 'addition',
  };
}

function complaintsOpen({ cases }: Scene): readonly CaseStanding[] {
  return cases.filter(({ form, state }) => form === 'complaint' && state !== 'closed');
}

/** Who says with it what the other matter is has answered the first question. */
function ofAnother(scene: Scene): Turn {
  const more = scene.heard.text.replace(otherMatter, '');
  return more.length < fewWords ? startForm(scene, 'complaint') : answerForm(inForm(scene));
}

function inForm(scene: Scene): Scene {
  const dialogue = { kind: 'form', form: 'complaint', step: 0, answers: [], since: scene.now } as const;
  return { ...scene, customer: { ...scene.customer, dialogue } };
}

/** Characters: fewer say no more than that it is about something else. */
const fewWords = 8;

const otherMatter =
  /(?:另外?|别|其[他它]|不同|不一样)的?一?[件个]?的?(?:事情?|问题|投诉|方面)|新的?(?:一[件个])?(?:投诉|问题|事情?)|不是(?:同一|这|那|上次那?)[件个]?(?:事情?)?/;
