import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/** Whether the person's help helped. Anything but an answer ends the survey and is heard as a new message. */
export function answerSurvey({ customer, heard, say }: Scene): Turn | undefined {
  if (customer.dialogue.kind !== 'survey') return undefined;
  const { ticket: number } = customer.dialogue;
  const next = { dialogue: idle };
  switch (heard.word) {
    case 'solved':
      return {
        text: say('surveyYes'),
        acts: [{ kind: 'survey-answered', number, score: 'yes' }],
        next,
        because: 'survey.yes',
      };
    case 'unsolved':
      return {
        text: say('surveyNo'),
        acts: [{ kind: 'survey-answered', number, score: 'no' }],
        next,
        because: 'survey.no',
      };
    case 'skip':
    case 'cancel':
      return { text: say('cancelled'), next, because: 'survey.skipped' };
    default:
      return undefined;
  }
}
