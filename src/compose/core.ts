import { createApplyAct } from '../actions/apply-act.ts';
import { createAskToStay } from '../actions/ask-to-stay.ts';
import { createHandleCase } from '../actions/handle-case.ts';
import { createLeave } from '../actions/leave.ts';
import type { Config } from '../config.ts';
import { createIdentityActs } from '../actions/apply-identity-act.ts';
import { createTellAskers } from '../actions/tell-askers.ts';
import { createCustomers } from '../customers/customers-store.ts';
import { createSay } from '../dialogue/say.ts';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import { createRegistryLookup } from '../identity/registry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createLinkSigner } from '../lib/signed-link.ts';
import { createDeadlines } from '../queue/deadlines.ts';
import { createNumbers } from '../queue/numbers-store.ts';
import { createServiceClock } from '../queue/service-clock.ts';
import type { Fetch } from '../media/media-store.ts';
import { createTicketSummary } from '../queue/ticket-summary-store.ts';
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
import type { WechatClient } from '../wechat/client.ts';
import { joinAudit } from './audit.ts';
import { joinCustomerData } from './customer-data.ts';
import { askerWarning } from './asker-warning.ts';
import { createIdentity } from './identity.ts';
import { createLessons } from './lessons.ts';
import { joinIncidents } from './incidents.ts';
import { joinMedia } from './media.ts';
import { joinOutbox } from './outbox.ts';
import { createPictures } from './pictures.ts';
import { joinRecords } from './records.ts';
import { joinReports } from './reports.ts';
import { createSendLate } from './send-late.ts';
import { joinSettling } from './settling.ts';
import { joinTending } from './tending.ts';
import { createFillPhrase } from './fill-phrase.ts';

export type CoreDeps = {
  readonly config: Config;
  readonly store: Store;
  /** this instance's chain of events */
  readonly chain: string;
  /** signs the links to tickets' pages */
  readonly linkKey: string;
  /** what identity's hashes and seals are made with */
  readonly identityKey: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** seals files: 32 bytes */
  readonly mediaKey: Buffer;
  readonly wechat: WechatClient;
};

/** The features and the actions that join them, built once for the process. */
export function createCore(deps: CoreDeps) {
  const { config, store, chain, linkKey, mediaKey, clock, logger, wechat } = deps;
  const { connection } = store;
  const onError = (err: unknown) => logger.error({ err }, 'background work failed, it will be tried again');
  const say = createSay({ replies: config.replies, facts: config.facts });
  const { findIn, isOfficial } = createRegistryLookup(config.registry);
  const redact = createRedactor({ isOfficial });
  const check = createOutgoingCheck({ findIn, publicNumbers: config.safety.publicNumbers });

  const events = createEvents({ connection, chain, clock, onError });
  const keptDays = config.behaviour.retention.customerDays;
  const customers = createCustomers({ connection, clock, keptDays, onError });
  const deadlines = createDeadlines({ plan: config.queue, serviceClock: createServiceClock(config.hours) });
  const tickets = createTickets({ connection, clock, record: events.record, deadlines });
  const transcripts = createTranscripts({ connection });
  const { record } = events;
  const { cases, pager, fileCase, addToCase, tendCases, anchorAudit } = joinRecords({
    ...{ connection, config, record, clock, logger, onError },
    sendLeftAnswers: () => handleCase.sendLeftAnswers(),
  });
  const callStaff = pager.page;
  const numbers = createNumbers({ connection, clock });
  const ticketLink = createTicketLink({
    signer: createLinkSigner({ secret: linkKey, clock }),
    publicUrl: config.publicUrl,
  });
  const staff = createStaff({ connection, clock });
  const canned = createCanned({ connection, check, clock });

  const identity = createIdentity({
    ...{ config, connection, findIn, record, callStaff, clock, logger },
    secret: deps.identityKey,
  });
  const fillPhrase = createFillPhrase({ customers, phraseOf: identity.phraseOf, say });
  const keptMs = config.behaviour.retention.mediaDays * 24 * 3_600_000;
  const media = joinMedia({ connection, key: mediaKey, keptMs, wechat, clock, onSettled: lookAtPicture, onError });
  const { outbox, delivery, announce, deadLetters } = joinOutbox({
    ...{ connection, config, customers, tickets, wechat, say, callStaff, record, clock, onError, fillPhrase },
    media: media.store,
  });
  const deliver = delivery.nudge;
  const { turns, rollUp, reports } = joinReports({ connection, config, cases, clock });
  const customerData = joinCustomerData({
    ...{ connection, config, customers, tickets, cases, record, clock },
    ...{ media: media.store, terms: media.terms },
  });
  const tending = joinTending({
    ...{ config, connection, chain, tickets, deadlines, staff, callStaff, record, clock, onError },
  });
  const { leave, tendLeft } = createLeave({
    ...{ customers, tickets, callStaff, record, clock },
    openComplaints: cases.openComplaintsOf,
    isHeld: async (customer) => (await customerData.heldOf('customer', [customer])).size > 0,
    erase,
  });
  const lessons = createLessons({ connection, settings: config.behaviour.knowledge, record, callStaff, clock });
  const shared = { ...identity, customers, transcripts, outbox, check, record, deliver, clock, logger };
  const ticketSummary = createTicketSummary({ connection });
  const applyAct = createApplyAct({
    ...lessons,
    ...{ tickets, fileCase, addToCase, outbox, record, deliver, announce, leave, callStaff },
    identityActs: createIdentityActs({ ...shared, ticketSummary, media: media.store }),
    media: media.store,
    fetchMedia: media.fetching.nudge,
  });
  const tellAskers = createTellAskers({ ...shared, warning: askerWarning(say), links: config.behaviour.tappableWords });
  const { read: readFile, keepPreview } = media.store;
  const pictures = createPictures({ ...shared, config, say, readFile, keepPreview });
  const handleCase = createHandleCase({
    ...{ cases, customers, transcripts, outbox, check, say, record, deliver, clock },
    releaseEvidence: customerData.releaseEvidence,
    links: config.behaviour.tappableWords,
  });
  const incidents = joinIncidents({
    ...{ connection, events, tickets, customers, transcripts, outbox, check, say, callStaff, deliver, clock, onError },
    nextNumber: () => numbers.next('I'),
    links: config.behaviour.tappableWords,
  });
  const { settle, transcribeSilent } = joinSettling({
    ...{ connection, customers, transcripts, turns, applyAct, callStaff, clock, onError },
    misses: lessons.misses,
  });

  /** Everything about a customer but what the law wants kept; the customer's own document last, so that it can be redone. */
  async function erase(who: { openId: OpenId; customer: CustomerId }): Promise<void> {
    await customerData.eraseAll(who);
    await customers.erase(who.openId);
  }

  /** A customer's picture is here: where its QR code leads is told behind the answer. */
  function lookAtPicture({ media: sent }: Fetch): Promise<void> {
    if (sent.kind === 'image') pictures.look(sent);
    return Promise.resolve();
  }

  function start(): void {
    events.start();
    settle.start();
    delivery.start();
    tending.start();
    media.fetching.start();
    pager.start();
  }

  /** Sends and fetches nothing more; resolves when what is on its way has its answer. */
  async function stopSending(): Promise<void> {
    await Promise.all([delivery.stop(), media.fetching.stop()]);
  }

  /** To be called when no push comes in any more: brings what is stored to where it belongs. */
  async function stop(): Promise<void> {
    await tending.stop();
    await settle.stop();
    await pictures.stop();
    await pager.stop();
    await events.stop();
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
    ...createSendLate({ customers, outbox, clock }),
    media: media.store,
    deadLetters,
    callStaff,
    tendLeft,
    askToStay: createAskToStay({
      ...{ tickets, customers, outbox, say, deliver, clock },
      windowMs: config.behaviour.windowRules.message.lastsMs,
      beforeMs: config.behaviour.outbox.askToStayHours * 3_600_000,
    }),
    settle,
    transcribeSilent,
    identity,
    tellAskers,
    fillPhrase,
    misses: lessons.misses,
    votes: lessons.votes,
    page: pager.page,
    deskRecords: {
      cases: handleCase.ports,
      data: customerData.ports,
      incidents: incidents.ports,
      reports: { ...reports, record },
      audit: joinAudit({ connection, record, clock, onError }),
    },
    customerPorts: customerData.ports,
    incidents,
    rollUp,
    eraseExpired: customerData.eraseExpired,
    expireMedia: customerData.expireMedia,
    tendCases,
    anchorAudit,
    start,
    stopSending,
    stop,
  };
}

export type Core = ReturnType<typeof createCore>;
