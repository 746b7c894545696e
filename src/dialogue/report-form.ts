import type { Dialogue } from '../domain/dialogue.ts';
import type { Evidence } from '../domain/identity.ts';
import { toTicketNumber } from '../domain/ids.ts';
import type { Act } from '../domain/push-record.ts';
import { fraudTopic } from './fraud-topic.ts';
import type { Heard, Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/** More names of one impostor, or more pictures, than a customer has. */
const mostEvidence = 20;
const mostPictures = 9;
/** What a ticket's summary may have; the transcript has the rest. */
const mostSummary = 200;

type OpenForm = Extract<Dialogue, { kind: 'form' }>;

/** Each indicator once, under seal where any message named it. */
export function moreEvidence(before: readonly Evidence[], now: readonly Evidence[]): readonly Evidence[] {
  const byIndicator = new Map<string, Evidence>();
  for (const one of [...before, ...now]) {
    if (byIndicator.get(one.indicator)?.sealed === undefined) byIndicator.set(one.indicator, one);
  }
  return [...byIndicator.values()].slice(0, mostEvidence);
}

/** Whether the message is a picture that the report has room for. */
export function takesPicture({ form, pictures = 0 }: OpenForm, { kind }: Heard): boolean {
  return form === 'report' && kind === 'image' && pictures < mostPictures;
}

/** Files a report; whoever made it is served in the fraud lane, ahead of everything else. */
export function fileReport(scene: Scene, filing: Extract<Act, { kind: 'file-form' }>): Turn {
  const { say, numbers } = scene;
  const { number } = filing;
  const ticket = scene.ticket?.number ?? toTicketNumber(numbers.K ?? '');
  if (!ticket) throw new Error('A report is to be filed without a ticket');
  const said = filing.answers.filter(Boolean).join(' / ');
  const summary = `举报 ${number}：${said}`.slice(0, mostSummary);
  const opens: Act =
    scene.ticket === undefined
      ? { kind: 'open-ticket', number: ticket, topic: fraudTopic, priority: 'urgent', summary }
      : { kind: 'customer-wrote', number: ticket, priority: 'urgent' };
  return {
    text: say('reportFiled', { number, ticket }),
    acts: [opens, { ...filing, ticket }],
    next: { dialogue: idle, ticket },
    because: 'form.report.filed',
  };
}
