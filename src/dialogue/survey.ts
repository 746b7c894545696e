import type { RecordNumber, TicketNumber } from '../domain/ids.ts';
import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/** Whether the person's help helped. Anything but an answer ends the survey and is heard as a new message. */
export function answerSurvey({ customer, heard, say }: Scene): Turn | undefined {
  if (customer.dialogue.kind !== 'survey') return undefined;
  const { ticket: number, incident } = customer.dialogue;
  if (incident && heard.word === 'unsolved' && !customer.ticket) return takenUpAgain(say, number, incident);
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

/** What was reported mended is still broken for this customer: his own ticket, and no other, goes back to the queue. */
function takenUpAgain(say: Scene['say'], number: TicketNumber, incident: RecordNumber): Turn {
  return {
    text: say('incidentStillBroken', { number }),
    acts: [{ kind: 'still-broken', number, incident }],
    next: { dialogue: idle, ticket: number },
    because: 'incident.broken',
  };
}
