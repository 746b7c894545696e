import type { Customer } from '../domain/customer.ts';
import type { Dialogue, FormKind } from '../domain/dialogue.ts';
import { toRecordNumber } from '../domain/ids.ts';
import type { ReplyKey } from '../domain/replies.ts';
import type { Act } from '../domain/push-record.ts';
import { fileReport, moreEvidence, takesPicture } from './report-form.ts';
import type { Heard, Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

export type Letter = 'K' | 'C' | 'R' | 'F';
type Form = { readonly letter: Letter; readonly questions: readonly ReplyKey[]; readonly filed: ReplyKey };
type OpenForm = Extract<Dialogue, { kind: 'form' }>;

/** Conversations of several questions. 跳过 passes any of them, 取消 leaves. */
const forms: Readonly<Record<FormKind, Form>> = {
  complaint: { letter: 'C', questions: ['complaintAsk1', 'complaintAsk2', 'complaintAsk3'], filed: 'complaintFiled' },
  report: {
    letter: 'R',
    questions: ['reportAsk1', 'reportAsk2', 'reportAsk3', 'reportAsk4', 'reportAsk5'],
    filed: 'reportFiled',
  },
  feedback: { letter: 'F', questions: ['feedbackAsk1'], filed: 'feedbackFiled' },
};

/** The numbers that this message may need: those of what it files. */
export function lettersNeeded({ dialogue }: Customer, heard: Heard, hasTicket: boolean): readonly Letter[] {
  if (dialogue.kind !== 'form' || !isLast(dialogue)) return [];
  const { letter } = forms[dialogue.form];
  // A report goes to the fraud lane: it opens a ticket where there is none.
  if (dialogue.form !== 'report') return [letter];
  if (takesPicture(dialogue, heard)) return [];
  return hasTicket ? [letter] : [letter, 'K'];
}

function isLast({ form, step }: OpenForm): boolean {
  return step >= forms[form].questions.length - 1;
}

export function startForm(scene: Scene, form: FormKind): Turn {
  const evidence = form === 'report' ? { evidence: moreEvidence([], scene.heard.evidence) } : {};
  const dialogue = { kind: 'form', form, step: 0, answers: [], ...evidence, since: scene.now } as const;
  const question = forms[form].questions[0];
  return { text: question ? scene.say(question) : '', next: { dialogue, misses: 0 }, because: `form.${form}` };
}

export function answerForm(scene: Scene): Turn {
  const { customer, heard, say } = scene;
  if (customer.dialogue.kind !== 'form') throw new Error('No form is open');
  const { form, step } = customer.dialogue;
  const open = { ...customer.dialogue, ...evidenceAfter(customer.dialogue, heard) };
  if (takesPicture(open, heard)) return takePicture(scene, open);
  const answers = [...open.answers, heard.word === 'skip' || heard.word === 'done' ? '' : heard.text];
  const question = forms[form].questions[step + 1];
  if (question) {
    return { text: say(question), next: { dialogue: { ...open, step: step + 1, answers } }, because: `form.${form}` };
  }
  const filled = { ...open, answers };
  if (isEmpty(filled)) return { text: say('cancelled'), next: { dialogue: idle }, because: 'form.empty' };
  return file(scene, filled);
}

function isEmpty({ answers, evidence = [], pictures = 0 }: OpenForm): boolean {
  return answers.every((answer) => answer === '') && evidence.length === 0 && pictures === 0;
}

function evidenceAfter(open: OpenForm, heard: Heard): Partial<OpenForm> {
  return open.form === 'report' ? { evidence: moreEvidence(open.evidence ?? [], heard.evidence) } : {};
}

/** A picture belongs to the report and answers no question: it is counted, and the question asked again. */
function takePicture({ say }: Scene, open: OpenForm): Turn {
  const pictures = (open.pictures ?? 0) + 1;
  const question = forms.report.questions[open.step];
  const text = isLast(open) || question === undefined ? '' : say(question);
  return {
    text: [say('reportPicture', { count: String(pictures) }), text].filter(Boolean).join('\n\n'),
    next: { dialogue: { ...open, pictures } },
    because: 'form.report.picture',
  };
}

function file(scene: Scene, { form, answers, evidence }: OpenForm): Turn {
  const { customer, say, numbers } = scene;
  const { letter, filed } = forms[form];
  const number = toRecordNumber(numbers[letter] ?? '');
  if (number === undefined) throw new Error('A form is to be filed without a number set aside');
  const filing: Extract<Act, { kind: 'file-form' }> = { kind: 'file-form', form, number, answers };
  if (form === 'report') {
    return fileReport(scene, { ...filing, evidence: evidence ?? [] });
  }
  return {
    text: say(filed, { number }),
    acts: [{ ...filing, ...(customer.ticket && { ticket: customer.ticket }) }],
    next: { dialogue: idle },
    because: `form.${form}.filed`,
  };
}
