import type { Agent } from './agent.ts';
import type { RecordNumber, TicketNumber } from './ids.ts';
import type { CloseCode, ThirdParty, Ticket, TicketState, TranscriptLine } from './ticket.ts';

/** What the console learns as it happens: a signal, not the state. Who is older than `epoch` reads again. */
export type TicketSignal = {
  /** the feed's position, `chain:seq`, for Last-Event-ID */
  readonly id: string;
  /** ticket.queued, ticket.claimed, ticket.message, ticket.delivery … */
  readonly event: string;
  /** of the ticket, complaint, report or incident; pages without one have '' */
  readonly number: TicketNumber | RecordNumber | '';
  readonly epoch: number;
};

export type TicketQuery = {
  readonly state?: TicketState;
  /** only those of this agent */
  readonly owner?: Agent;
  /** a ticket number, or words of the summary: a page may then have fewer than `limit`, or none, and still a next one */
  readonly q?: string;
  /** opaque position of an earlier page's `next` */
  readonly after?: string;
  /** 1 to 200 */
  readonly limit: number;
};

/** What WeChat still lets the account send to a customer, and until when. */
export type OpenWindow = { readonly left: number; readonly closesAt: Date };

/** How full the console's lists are, for one agent. Each is exact up to 999; 1000 stands for more. */
export type TicketCounts = {
  readonly queued: number;
  /** live ones of this agent */
  readonly mine: number;
  /** put off until later, whoever has them */
  readonly snoozed: number;
  /** all that are not closed */
  readonly live: number;
};

/** Why a change of a ticket was refused. */
export type TicketRefusal =
  | { readonly kind: 'not_found' }
  /** somebody else has it, or it has moved on: the ticket as it is now */
  | { readonly kind: 'conflict'; readonly ticket: Ticket }
  /** the agent has as many as he may have */
  | { readonly kind: 'full' }
  /** the agent is on a break, or his shift is over: nothing new for him */
  | { readonly kind: 'on_break' }
  /** a reply that can't be taken back any more */
  | { readonly kind: 'on_its_way' }
  /** the customer has another live ticket */
  | { readonly kind: 'live_elsewhere'; readonly number: TicketNumber }
  /** WeChat lets nothing through before the customer writes again: too long ago, or as much sent as may be */
  | { readonly kind: 'window_closed'; readonly why: 'too_long_ago' | 'quota_used' | 'left' }
  /** in bulk only what is not urgent is closed: each urgent one wants a look of its own */
  | { readonly kind: 'urgent' }
  /** tickets that a shift can't end with */
  | { readonly kind: 'tickets_left'; readonly numbers: readonly TicketNumber[] }
  /** a reply still has blanks of a canned one, such as `客户称呼` */
  | { readonly kind: 'blanks'; readonly names: readonly string[] }
  /** the colleague it was to go to has as many as he may have */
  | { readonly kind: 'colleague_full' }
  /** he is on a break, or his shift is over */
  | { readonly kind: 'colleague_on_break' }
  /** neither a colleague nor a topic */
  | { readonly kind: 'unknown_target' }
  /** the outgoing check; `reason` is for the agent who wrote it */
  | { readonly kind: 'blocked'; readonly code: string; readonly reason: string }
  /** only a lead may release what was blocked */
  | { readonly kind: 'not_lead' };

export type TicketResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: TicketRefusal };

/** An agent's words for the customer. */
export type ReplyInput = {
  readonly number: TicketNumber;
  readonly text: string;
  readonly epoch: number;
  /** where it is given, it names the reply: sent again with the same key it is the same reply */
  readonly key?: string;
  /** why a lead releases what the outgoing check blocks; then the ticket may be somebody else's */
  readonly release?: string;
};

/** What the desk's routes need of the actions: app.ts joins them. */
export type DeskPorts = {
  readonly listTickets: (query: TicketQuery) => Promise<{ tickets: readonly Ticket[]; next?: string }>;
  readonly countTickets: (by: Agent) => Promise<TicketCounts>;
  readonly readTicket: (
    number: TicketNumber,
    by: Agent,
  ) => Promise<{ ticket: Ticket; transcript: readonly TranscriptLine[]; window?: OpenWindow } | undefined>;
  readonly claimNext: (by: Agent) => Promise<TicketResult<Ticket | undefined>>;
  readonly claim: (number: TicketNumber, by: Agent) => Promise<TicketResult<Ticket>>;
  readonly reply: (input: ReplyInput, by: Agent) => Promise<TicketResult<{ message: TranscriptLine; epoch: number }>>;
  readonly note: (input: { number: TicketNumber; text: string }, by: Agent) => Promise<TicketResult<TranscriptLine>>;
  readonly transfer: (
    input: { number: TicketNumber; to: string; note?: string; epoch: number },
    by: Agent,
  ) => Promise<TicketResult<Ticket>>;
  /** the colleague whom it was given to takes it up, or puts it into the queue */
  readonly accept: (input: { number: TicketNumber; epoch: number }, by: Agent) => Promise<TicketResult<Ticket>>;
  readonly decline: (
    input: { number: TicketNumber; note?: string; epoch: number },
    by: Agent,
  ) => Promise<TicketResult<Ticket>>;
  /** back to the queue, for whoever comes next */
  readonly release: (
    input: { number: TicketNumber; note?: string; epoch: number },
    by: Agent,
  ) => Promise<TicketResult<Ticket>>;
  /** the move is a third party's until a time that the customer is told */
  readonly wait: (
    input: { number: TicketNumber; party: ThirdParty; until: Date; note?: string; epoch: number },
    by: Agent,
  ) => Promise<TicketResult<Ticket>>;
  readonly escalate: (
    input: { number: TicketNumber; note?: string; epoch: number },
    by: Agent,
  ) => Promise<TicketResult<Ticket>>;
  readonly snooze: (
    input: { number: TicketNumber; until: Date; epoch: number },
    by: Agent,
  ) => Promise<TicketResult<Ticket>>;
  readonly resolve: (
    input: { number: TicketNumber; code: CloseCode; epoch: number },
    by: Agent,
  ) => Promise<TicketResult<Ticket>>;
  /** signals after a position, oldest first, then live; returns how to stop listening */
  readonly subscribe: (listener: (signal: TicketSignal) => void) => () => void;
  /** what was missed since a Last-Event-ID; 'too_old' where it can't be told: the console reads everything again */
  readonly signalsSince: (lastEventId: string, limit: number) => Promise<readonly TicketSignal[] | 'too_old'>;
};
