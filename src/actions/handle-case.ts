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
import { eachAlone } from '../lib/each-alone.ts';
import { err } from '../lib/result.ts';
import { shanghaiDate } from '../lib/shanghai.ts';
import { renderTappable, withoutTaps } from '../lib/tappable.ts';
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
  /** words to tap are links */
  readonly links: boolean;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
  /** what was evidence of it has a day left */
  readonly releaseEvidence: (customer: CustomerId, number: Case['number']) => Promise<void>;
  readonly clock: Clock;
};

/** Complaints and reports in the hands of staff: acknowledged, answered in the customer's chat, closed with an outcome. */
export function createHandleCase(deps: HandleCaseDeps) {
  const { cases, customers, transcripts, outbox, check, say, links, record, deliver, releaseEvidence, clock } = deps;

  async function readCase(number: Case['number'], by: Agent): Promise<Case | undefined> {
    const found = await cases.get(number);
    if (!found) return undefined;
    const { customer, epoch: seenEpoch } = found;
    await record({ kind: 'case.read', ticket: number, customer, seenEpoch, actor: actorOf(by) });
    return found;
  }

  /** A list shows what customers wrote: who had it in front of him is on record, by form and how many. */
  async function listed<T extends { readonly cases: readonly Case[] }>(found: T, form: string, by: Agent): Promise<T> {
    const { cases: shown } = found;
    if (shown.length > 0)
      await record({ kind: 'case.listed', actor: actorOf(by), codes: [form, String(shown.length)] });
    return found;
  }

  const listCases: CasePorts['listCases'] = async (query, by) => listed(await cases.list(query), query.form, by);

  const listDueCases: CasePorts['listDueCases'] = async (limit, by) =>
    (await listed({ cases: await cases.listDue(limit) }, 'due', by)).cases;

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
    if (answered.ok) await tell(answered.value);
    return answered;
  };

  const reopenCase: CasePorts['reopenCase'] = async ({ number, epoch, reason }, by) => {
    const reopened = await cases.reopen(number, { epoch, reason, by: by.employeeNumber });
    if (reopened.ok) await tell(reopened.value);
    return reopened;
  };

  /** Brings an answer to the customer's chat, or the news that his matter is taken up again; once, however often tried. */
  async function tell(one: Case): Promise<void> {
    const { number, form, due, reply, answeredAt, reopened = [] } = one;
    const about = { form: say(form === 'complaint' ? 'caseComplaint' : 'caseReport'), number };
    // Taken up again, it is answered again.
    const id = reopened.length === 0 ? `case:${number}` : `case:${number}:r${reopened.length}`;
    if (answeredAt && reply !== undefined) {
      await send(one, { id, from: 'agent', text: say('caseReply', { ...about, text: reply }) });
    } else if (due && reopened.length > 0) {
      const date = shanghaiDate(new Date(due.answer.getTime() - 1));
      await send(one, { id: `${id}:reopened`, from: 'system', text: say('caseReopened', { ...about, date }) });
    }
    await cases.noteSent(number);
  }

  /** Nothing to a customer who was erased. */
  async function send(
    { openId, customer, ticket }: Case,
    { id, from, text }: { readonly id: string; readonly from: 'agent' | 'system'; readonly text: string },
  ): Promise<void> {
    const written = openId && (await customers.mutate(openId, (one) => ({ ...one, seq: one.seq + 1 })));
    if (!openId || !written) return;
    const about = { customer, at: clock(), ...(ticket && { ticket }) };
    const kind = from === 'agent' ? 'staff' : 'notice';
    const shown = renderTappable(text, links);
    await transcripts.add([{ ...about, id, seq: written.seq, from, kind: 'text', text: withoutTaps(shown) }]);
    for (const [index, part] of splitText(shown).entries()) {
      const message = { kind: 'text', text: part } as const;
      await outbox.add({ ...about, id: index === 0 ? id : `${id}:${index}`, openId, kind, message });
    }
    deliver();
  }

  /** Sends what a crash left. */
  async function sendLeftAnswers(): Promise<void> {
    await eachAlone(await cases.unsent(100), tell);
  }

  return {
    ports: {
      listCases,
      listDueCases,
      readCase,
      acknowledgeCase,
      answerCase,
      closeCase,
      reopenCase,
    } satisfies CasePorts,
    sendLeftAnswers,
  };
}
