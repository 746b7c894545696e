import type { Customers } from '../customers/customers-store.ts';
import type { Customer } from '../domain/customer.ts';
import type { Actor, EventInput } from '../domain/event.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { Act, PushRecord } from '../domain/push-record.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Cases } from '../queue/cases-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';

export type ApplyActDeps = {
  readonly tickets: Pick<Tickets, 'open' | 'change' | 'customerWrote'>;
  readonly cases: Pick<Cases, 'file'>;
  readonly outbox: Pick<OutboxStore, 'add' | 'wake' | 'erase'>;
  readonly customers: Pick<Customers, 'erase'>;
  readonly transcripts: Pick<Transcripts, 'erase'>;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
};

/** Where an act comes from: the stored push names it, so that doing it twice can be told. */
type Origin = { readonly customer: Customer; readonly push: PushRecord; readonly index: number };

type Handlers = {
  readonly [Kind in Act['kind']]: (act: Extract<Act, { kind: Kind }>, origin: Origin) => Promise<void>;
};

/** Does what a decision asked for. Every act may come twice (after a crash): the second time changes nothing. */
export function createApplyAct(deps: ApplyActDeps) {
  const { tickets, cases, outbox, customers, transcripts, record, deliver } = deps;

  const handlers: Handlers = {
    async 'open-ticket'({ kind: _kind, ...facts }, { customer: { openId, customer } }) {
      await tickets.open({ ...facts, openId, customer });
    },
    async 'customer-wrote'({ number, priority }, { customer: { customer }, push }) {
      const ticket = await tickets.customerWrote(number, push.at, priority);
      if (!ticket) return;
      await record({
        kind: 'ticket.message',
        ticket: number,
        customer,
        seenEpoch: ticket.epoch,
        actor: customerActor(customer),
      });
    },
    async 'customer-ended'({ number, code }, { customer: { customer }, push }) {
      const set = { closedAt: push.at, closeCode: code };
      await tickets.change(number, { transition: 'end', actor: customerActor(customer), set, codes: [code] });
    },
    async 'survey-answered'({ number, score }, { customer: { customer }, push }) {
      const set = { closedAt: push.at, survey: { score, at: push.at } };
      await tickets.change(number, { transition: 'close', actor: customerActor(customer), set, codes: [score] });
    },
    async 'file-form'({ kind: _kind, ...facts }, { customer: { openId, customer }, push }) {
      if (!(await cases.file({ ...facts, openId, customer, at: push.at }))) return;
      const { form, number, ticket } = facts;
      await record({
        kind: `case.${form}`,
        customer,
        actor: customerActor(customer),
        codes: [number],
        ...(ticket && { ticket }),
      });
    },
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
    async erase(_act, { customer: { openId, customer } }) {
      await Promise.all([outbox.erase(openId), transcripts.erase(customer)]);
      await customers.erase(openId);
      await record({ kind: 'customer.erased', customer, actor: customerActor(customer) });
    },
  };

  return (act: Act, origin: Origin): Promise<void> => {
    // Each kind's handler takes that kind: the compiler cannot pair them up by itself.
    const handler = handlers[act.kind] as (act: Act, origin: Origin) => Promise<void>;
    return handler(act, origin);
  };
}

function customerActor(id: CustomerId): Actor {
  return { kind: 'customer', id };
}

export type ApplyAct = (act: Act, origin: Origin) => Promise<void>;
