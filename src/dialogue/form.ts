import type { FormKind } from '../domain/dialogue.ts';
import { toRecordNumber } from '../domain/ids.ts';
import type { ReplyKey } from '../domain/replies.ts';
import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

type Form = { readonly letter: 'C' | 'R' | 'F'; readonly questions: readonly ReplyKey[]; readonly filed: ReplyKey };

/** Conversations of several questions. 跳过 passes any of them, 取消 leaves. */
const forms: Readonly<Record<FormKind, Form>> = {
  complaint: { letter: 'C', questions: ['complaintAsk1', 'complaintAsk2', 'complaintAsk3'], filed: 'complaintFiled' },
  report: { letter: 'R', questions: ['reportAsk1', 'reportAsk2', 'reportAsk3'], filed: 'reportFiled' },
  feedback: { letter: 'F', questions: ['feedbackAsk1'], filed: 'feedbackFiled' },
};

export function letterOf(form: FormKind): 'C' | 'R' | 'F' {
  return forms[form].letter;
}

export function startForm(scene: Scene, form: FormKind): Turn {
  const dialogue = { kind: 'form', form, step: 0, answers: [], since: scene.now } as const;
  const question = forms[form].questions[0];
  return { text: question ? scene.say(question) : '', next: { dialogue, misses: 0 }, because: `form.${form}` };
}

export function answerForm(scene: Scene): Turn {
  const { customer, heard, say, numbers } = scene;
  if (customer.dialogue.kind !== 'form') throw new Error('No form is open');
  const { form, step, answers } = customer.dialogue;
  const { letter, questions, filed } = forms[form];
  const given = [...answers, heard.word === 'skip' ? '' : heard.text];
  const question = questions[step + 1];
  if (question) {
    const dialogue = { ...customer.dialogue, step: step + 1, answers: given };
    return { text: say(question), next: { dialogue }, because: `form.${form}` };
  }
  if (given.every((answer) => answer === ''))
    return { text: say('cancelled'), next: { dialogue: idle }, because: 'form.empty' };
  const number = toRecordNumber(numbers[letter] ?? '');
  if (number === undefined) throw new Error('A form is to be filed without a number set aside');
  return {
    text: say(filed, { number }),
    acts: [{ kind: 'file-form', form, number, answers: given, ...(customer.ticket && { ticket: customer.ticket }) }],
    next: { dialogue: idle },
    because: `form.${form}.filed`,
  };
}
