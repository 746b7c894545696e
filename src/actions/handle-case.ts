import type { Customers } from '../customers/customers-store.ts';
import type { Say } from '../dialogue/say.ts';
import type { Agent } from '../domain/agent.ts';
import type { Case } from '../domain/case.ts';
import type { EventInput } from '../domain/event.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { CasePorts } from '../domain/record-desk.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import { splitText } from '../lib/bytes.ts';
import type { Clock } from '../lib/clock.ts';
import { err } from '../lib/result.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Cases } from '../queue/cases-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import { actorOf } from './refusals.ts';

export type HandleCaseDeps = {
  readonly cases: Cases;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly check: (text: string) => OutgoingVerdict;
  readonly say: Say;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
  /** what was evidence of it has a day left */
  readonly releaseEvidence: (customer: CustomerId, number: Case['number']) => Promise<void>;
  readonly clock: Clock;
};

/** Complaints and reports in the hands of staff: acknowledged, answered in the customer's chat, closed with an outcome. */
export function createHandleCase(deps: HandleCaseDeps) {
  const { cases, customers, transcripts, outbox, check, say, record, deliver, releaseEvidence, clock } = deps;

  async function readCase(number: Case['number'], by: Agent): Promise<Case | undefined> {
    const found = await cases.get(number);
    if (!found) return undefined;
    const { customer, epoch: seenEpoch } = found;
    await record({ kind: 'case.read', ticket: number, customer, seenEpoch, actor: actorOf(by) });
    return found;
  }

  const acknowledgeCase: CasePorts['acknowledgeCase'] = ({ number, ...how }, by) =>
    cases.advance(number, 'acknowledge', { ...how, actor: actorOf(by) });

  const closeCase: CasePorts['closeCase'] = async ({ number, ...how }, by) => {
    const closed = await cases.advance(number, 'close', { ...how, actor: actorOf(by) });
    if (closed.ok) await releaseEvidence(closed.value.customer, number);
    return closed;
  };

  const answerCase: CasePorts['answerCase'] = async ({ number, text, ...how }, by) => {
    const verdict = check(text);
    if (!verdict.ok) return err({ kind: 'blocked', code: verdict.code, reason: verdict.reason });
    const answered = await cases.advance(number, 'answer', { ...how, reply: text, actor: actorOf(by) });
    if (answered.ok) await sendAnswer(answered.value);
    return answered;
  };

  /** Brings an answer to the customer's chat, once however often it is tried. */
  async function sendAnswer({ number, form, openId, customer, ticket, reply }: Case): Promise<void> {
    const written =
      openId && reply !== undefined && (await customers.mutate(openId, (one) => ({ ...one, seq: one.seq + 1 })));
    if (openId && written) {
      const name = say(form === 'complaint' ? 'caseComplaint' : 'caseReport');
      const text = say('caseReply', { form: name, number, text: reply });
      const about = { customer, at: clock(), ...(ticket && { ticket }) };
      const id = `case:${number}`;
      await transcripts.add([{ ...about, id, seq: written.seq, from: 'agent', kind: 'text', text }]);
      for (const [index, part] of splitText(text).entries()) {
        const message = { kind: 'text', text: part } as const;
        await outbox.add({ ...about, id: index === 0 ? id : `${id}:${index}`, openId, kind: 'staff', message });
      }
      deliver();
    }
    await cases.noteSent(number);
  }

  /** Sends the answers that a crash left. */
  async function sendLeftAnswers(): Promise<void> {
    for (const one of await cases.unsent(100)) await sendAnswer(one);
  }

  return {
    ports: {
      listCases: cases.list,
      listDueCases: cases.listDue,
      readCase,
      acknowledgeCase,
      answerCase,
      closeCase,
    } satisfies CasePorts,
    sendLeftAnswers,
  };
}
