import { createApplyAct } from '../actions/apply-act.ts';
import { createSettle } from '../actions/settle.ts';
import type { Config } from '../config.ts';
import { createCustomers } from '../customers/customers-store.ts';
import { createSay } from '../dialogue/say.ts';
import type { OpenId } from '../domain/ids.ts';
import type { Page } from '../domain/page.ts';
import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import type { Outgoing } from '../domain/reply.ts';
import { createRegistryLookup } from '../identity/registry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Result } from '../lib/result.ts';
import { createLinkSigner } from '../lib/signed-link.ts';
import { createDelivery } from '../outbox/deliver.ts';
import type { OutboxEntry, SendFault } from '../outbox/outbox-entry.ts';
import { createOutboxStore } from '../outbox/outbox-store.ts';
import { createCases } from '../queue/cases-store.ts';
import { createDeadlines } from '../queue/deadlines.ts';
import { createNumbers } from '../queue/numbers-store.ts';
import { createServiceClock } from '../queue/service-clock.ts';
import { createTicketLink } from '../queue/ticket-link.ts';
import { createTickets } from '../queue/tickets-store.ts';
import { createTranscripts } from '../queue/transcripts-store.ts';
import { createOutgoingCheck } from '../safety/outgoing-check.ts';
import { createRedactor } from '../safety/redact.ts';
import { createScamSigns } from '../safety/scam-signs.ts';
import { createCanned } from '../staff/canned.ts';
import { createStaff } from '../staff/staff.ts';
import type { Store } from '../store/connect.ts';
import { createEvents } from '../store/events/events.ts';
import { createJobLeases } from '../store/job-leases-store.ts';
import { joinTending } from './tending.ts';

export type CoreDeps = {
  readonly config: Config;
  readonly store: Store;
  /** this instance's chain of events */
  readonly chain: string;
  /** signs the links to tickets' pages */
  readonly linkKey: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly send: (openId: OpenId, message: Outgoing) => Promise<Result<unknown, SendFault>>;
};

/** The features and the actions that join them, built once for the process. */
export function createCore({ config, store: { connection }, chain, linkKey, clock, logger, send }: CoreDeps) {
  const onError = (err: unknown) => logger.error({ err }, 'background work failed, it will be tried again');
  const say = createSay({ replies: config.replies, facts: config.facts });
  const redact = createRedactor();
  const { findIn } = createRegistryLookup(config.registry);
  const check = createOutgoingCheck({ findIn, publicNumbers: config.safety.publicNumbers });

  const events = createEvents({ connection, chain, clock, onError });
  const customers = createCustomers({ connection, clock });
  const deadlines = createDeadlines({ plan: config.queue, serviceClock: createServiceClock(config.hours) });
  const tickets = createTickets({ connection, clock, record: events.record, deadlines });
  const transcripts = createTranscripts({ connection });
  const cases = createCases({ connection });
  const numbers = createNumbers({ connection, clock });
  const outbox = createOutboxStore({ connection, clock });
  const ticketLink = createTicketLink({
    signer: createLinkSigner({ secret: linkKey, clock }),
    publicUrl: config.publicUrl,
  });
  const staff = createStaff({ connection, clock });
  const canned = createCanned({ connection, check, clock });

  const delivery = createDelivery({ store: outbox, send, clock, onSettled: announceDelivery, onError });
  const deliver = delivery.nudge;
  const tending = joinTending({
    ...{ config, connection, chain, tickets, deadlines, staff, callStaff, clock, onError },
    record: events.record,
  });
  const applyAct = createApplyAct({ tickets, cases, outbox, customers, transcripts, record: events.record, deliver });
  const settle = createSettle({ customers, transcripts, applyAct, clock, onError });

  /** Until somebody is called by other ways, a call is an event of its own. */
  async function callStaff({ to, kind, codes, ticket, customer }: Page): Promise<void> {
    const about = { ...(ticket && { ticket }), ...(customer && { customer }) };
    await events.record({
      ...about,
      kind: `staff.${kind}`,
      actor: { kind: 'system', id: 'queue' },
      codes: [to, ...codes],
    });
  }

  /** The console shows how far an agent's words have come; what waits is looked for when the customer writes. */
  async function announceDelivery(entry: OutboxEntry, state: OutboxEntry['state']): Promise<void> {
    if (state === 'waiting') await customers.mutate(entry.openId, (customer) => ({ ...customer, outboxWaits: true }));
    if (entry.ticket === undefined) return;
    const ticket = await tickets.get(entry.ticket);
    const actor = { kind: 'system', id: 'outbox' } as const;
    const about = { ticket: entry.ticket, customer: entry.customer, actor, codes: [state] };
    await events.record({ kind: 'ticket.delivery', ...about, seenEpoch: ticket?.epoch ?? 0 });
  }

  /** The answer to a push whose connections were gone, as a message of its own. */
  async function sendLate({ from, key }: Push, { reply, at }: PushRecord): Promise<void> {
    if (reply.kind !== 'text') return;
    const { customer } = await customers.load(from);
    await outbox.add({ id: `late:${key}`, openId: from, customer, kind: 'notice', message: reply, at });
    deliver();
  }

  function start(): void {
    events.start();
    settle.start();
    delivery.start();
    tending.start();
  }

  /** Sends nothing more; resolves when what is on its way has its answer. */
  const stopSending = delivery.stop;

  /** To be called when no push comes in any more: brings what is stored to where it belongs. */
  async function stop(): Promise<void> {
    await tending.stop();
    await settle.stop();
    events.stop();
  }

  return {
    say,
    redact,
    findIn,
    check,
    scamSigns: createScamSigns(config.safety),
    events,
    customers,
    tickets,
    transcripts,
    cases,
    numbers,
    ticketLink,
    outbox,
    staff,
    canned,
    deliver,
    sendLate,
    settle,
    takeJob: createJobLeases({ connection, clock }).take,
    start,
    stopSending,
    stop,
  };
}

export type Core = ReturnType<typeof createCore>;
