import type { AddedWords } from '../domain/case.ts';
import type { Customer } from '../domain/customer.ts';
import type { Actor, EventInput } from '../domain/event.ts';
import type { CustomerId, RecordNumber } from '../domain/ids.ts';
import type { CallStaff } from '../domain/page.ts';
import type { Act } from '../domain/push-record.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { NewCase } from '../queue/cases-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { createCallUrgent } from './call-urgent.ts';
import type { ActHandlers, Origin } from './act-handlers.ts';
import type { IdentityActs } from './apply-identity-act.ts';

export type ApplyActDeps = {
  readonly tickets: Pick<Tickets, 'open' | 'change' | 'customerWrote'>;
  readonly fileCase: (filed: NewCase) => Promise<void>;
  readonly addToCase: (number: RecordNumber, added: AddedWords) => Promise<void>;
  readonly outbox: Pick<OutboxStore, 'add' | 'wake' | 'deliveredPassively'>;
  readonly media: Pick<MediaStore, 'expect' | 'holdFor'>;
  /** tells the console how far an outbox entry has come */
  readonly announce: (entry: OutboxEntry) => Promise<void>;
  readonly callStaff: CallStaff;
  readonly leave: (customer: Customer) => Promise<void>;
  readonly identityActs: IdentityActs;
  readonly knowledgeActs: Pick<ActHandlers, 'vote' | 'asked-if-down'>;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
  readonly fetchMedia: () => void;
};

/** Acts that are noted with the lines of the transcript, many at a time: nothing else is to be done about them. */
export const notedInBulk: ReadonlySet<Act['kind']> = new Set(['note-answer', 'note-miss']);

/** Does what a decision asked for. Every act may come twice (after a crash): the second time changes nothing. */
export function createApplyAct(deps: ApplyActDeps) {
  const { tickets, fileCase, addToCase, outbox, media, identityActs, knowledgeActs, record, deliver } = deps;
  const callUrgent = createCallUrgent(deps.callStaff);

  const handlers: ActHandlers = {
    ...knowledgeActs,
    ...identityActs.handlers,
    async 'open-ticket'({ kind: _kind, ...facts }, { customer: { openId, customer }, push }) {
      const ticket = await tickets.open({ ...facts, openId, customer });
      // A report calls the lead itself.
      if (!push.acts.some((act) => act.kind === 'file-form' && act.form === 'report')) await callUrgent(ticket);
    },
    async 'customer-wrote'({ kind: _kind, number, ...graver }, { customer: { customer }, push }) {
      const ticket = await tickets.customerWrote(number, push.at, graver);
      if (!ticket) return;
      if (graver.priority ?? graver.lifeAtRisk) await callUrgent(ticket);
      await record({
        kind: 'ticket.message',
        ticket: number,
        customer,
        seenEpoch: ticket.epoch,
        actor: customerActor(customer),
      });
    },
    async 'still-broken'({ number, incident }, { customer: { customer } }) {
      await tickets.change(number, { transition: 'broken', actor: customerActor(customer), codes: [incident] });
    },
    async 'customer-ended'({ number, code }, { customer: { customer }, push }) {
      const set = { closedAt: push.at, closeCode: code };
      await tickets.change(number, { transition: 'end', actor: customerActor(customer), set, codes: [code] });
    },
    async 'survey-answered'({ number, score }, { customer: { customer }, push }) {
      const set = { closedAt: push.at, survey: { score, at: push.at } };
      await tickets.change(number, { transition: 'close', actor: customerActor(customer), set, codes: [score] });
    },
    // See notedInBulk.
    'note-answer': () => Promise.resolve(),
    'note-miss': () => Promise.resolve(),
    async 'file-form'(act, origin) {
      const { kind: _kind, evidence: _evidence, ...facts } = act;
      const { customer, push } = origin;
      await identityActs.fileEvidence(act, origin);
      await fileCase({ ...facts, openId: customer.openId, customer: customer.customer, at: push.at });
      if (facts.form !== 'feedback') await media.holdFor(customer.customer, facts.number, evidenceSince(push.at));
    },
    'add-to-case': ({ number, text }, { push: { seq, at } }) => addToCase(number, { seq, at, text }),
    async send({ message }, { customer: { openId, customer }, push, index }) {
      await outbox.add({
        id: `${customer}:${push.seq}:${index}`,
        openId,
        customer,
        kind: 'notice',
        message,
        at: push.at,
      });
      deliver();
    },
    async 'wake-outbox'(_act, { customer: { openId } }) {
      await outbox.wake(openId);
      deliver();
    },
    async delivered({ entries }) {
      for (const entry of await outbox.deliveredPassively(entries)) await deps.announce(entry);
    },
    async 'fetch-media'({ type, mediaId }, { customer: { openId, customer, ticket }, push }) {
      const about = { openId, customer, at: push.at, ...(ticket && { ticket }) };
      await media.expect({ id: `${customer}:${push.seq}`, ...about, kind: type, mediaId });
      deps.fetchMedia();
    },
    async 'account-alarm'({ change }, { push }) {
      await deps.callStaff({ id: `account:${push.key}`, to: 'administrator', kind: 'account_alarm', codes: [change] });
    },
    left: (_act, { customer }) => deps.leave(customer),
  };

  return (act: Act, origin: Origin): Promise<void> => {
    // Each kind's handler takes that kind: the compiler cannot pair them up by itself.
    const handler = handlers[act.kind] as (act: Act, origin: Origin) => Promise<void>;
    return handler(act, origin);
  };
}

/** What a customer sent in the day before he complained or reported belongs to it, as does what he sends meanwhile. */
function evidenceSince(at: Date): Date {
  return new Date(at.getTime() - 24 * 3_600_000);
}

function customerActor(id: CustomerId): Actor {
  return { kind: 'customer', id };
}

export type ApplyAct = (act: Act, origin: Origin) => Promise<void>;
