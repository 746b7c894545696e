import type { Agent } from './agent.ts';
import type { TicketNumber } from './ids.ts';
import type { CloseCode, Ticket, TicketState, TranscriptLine } from './ticket.ts';

/** What the console learns as it happens: a signal, not the state. Who is older than `epoch` reads again. */
export type TicketSignal = {
  /** the feed's position, `chain:seq`, for Last-Event-ID */
  readonly id: string;
  /** ticket.queued, ticket.claimed, ticket.message, ticket.delivery … */
  readonly event: string;
  readonly number: TicketNumber;
  readonly epoch: number;
};

export type TicketQuery = {
  readonly state?: TicketState;
  /** only those of this agent */
  readonly owner?: Agent;
  /** a ticket number, or words of the summary */
  readonly q?: string;
  /** opaque position of an earlier page's `next` */
  readonly after?: string;
  /** 1 to 200 */
  readonly limit: number;
};

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
  /** a reply still has blanks of a canned one, such as `客户称呼` */
  | { readonly kind: 'blanks'; readonly names: readonly string[] }
  /** the outgoing check; `reason` is for the agent who wrote it */
  | { readonly kind: 'blocked'; readonly code: string; readonly reason: string };

export type TicketResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: TicketRefusal };

/** What the desk's routes need of the actions: app.ts joins them. */
export type DeskPorts = {
  readonly listTickets: (query: TicketQuery) => Promise<{ tickets: readonly Ticket[]; next?: string }>;
  readonly countTickets: (by: Agent) => Promise<TicketCounts>;
  readonly readTicket: (
    number: TicketNumber,
    by: Agent,
  ) => Promise<{ ticket: Ticket; transcript: readonly TranscriptLine[] } | undefined>;
  readonly claimNext: (by: Agent) => Promise<TicketResult<Ticket | undefined>>;
  readonly claim: (number: TicketNumber, by: Agent) => Promise<TicketResult<Ticket>>;
  /** `key`, where it is given, names the reply: sent again with the same key it is the same reply */
  readonly reply: (
    input: { number: TicketNumber; text: string; epoch: number; key?: string },
    by: Agent,
  ) => Promise<TicketResult<{ message: TranscriptLine; epoch: number }>>;
  readonly note: (input: { number: TicketNumber; text: string }, by: Agent) => Promise<TicketResult<TranscriptLine>>;
  readonly transfer: (
    input: { number: TicketNumber; to: string; note?: string; epoch: number },
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
