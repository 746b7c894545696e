import type { Agent } from './agent.ts';
import type { Restraint } from './customer.ts';
import type { TicketResult } from './desk.ts';
import type { CustomerId, TicketNumber } from './ids.ts';
import type { CloseCode, Ticket, TranscriptLine } from './ticket.ts';

/** How tickets can be ended many at once: without a word to the customer. */
export const quietCodes = ['spam', 'duplicate', 'left', 'no_reply'] as const satisfies readonly CloseCode[];

/** What the desk knows of a customer beside his tickets. */
export type CustomerCard = {
  readonly customer: CustomerId;
  readonly followed: boolean;
  /** what WeChat still lets through, and until when; absent: nothing before he writes again */
  readonly window?: { readonly left: number; readonly closesAt: Date };
  /** the live ticket */
  readonly ticket?: TicketNumber;
  readonly lastInAt?: Date;
  readonly restraint?: Restraint;
};

/** Where one of an agent's tickets goes at the end of his shift, with a word for whoever gets it. */
export type Handover = {
  readonly number: TicketNumber;
  readonly epoch: number;
  /** `queue`, a topic, or a colleague's employee number */
  readonly to: string;
  readonly note: string;
};

export type OneOfMany = { readonly number: TicketNumber; readonly result: TicketResult<Ticket> };

type Replied = { readonly message: TranscriptLine; readonly epoch: number };

/** What staff do beside serving tickets one by one: app.ts joins it to the actions. */
export type CarePorts = {
  readonly takeBack: (input: { number: TicketNumber; message: string }, by: Agent) => Promise<TicketResult<Replied>>;
  /** each by itself, with the epoch that the agent saw */
  readonly closeMany: (
    input: { tickets: readonly { number: TicketNumber; epoch: number }[]; code: (typeof quietCodes)[number] },
    by: Agent,
  ) => Promise<readonly OneOfMany[]>;
  readonly reopen: (input: { number: TicketNumber; epoch: number }, by: Agent) => Promise<TicketResult<Ticket>>;
  /** a ticket of the agent's own with his first words, while WeChat lets them through */
  readonly writeFirst: (
    input: { customer: CustomerId; text: string; topic: string },
    by: Agent,
  ) => Promise<TicketResult<Replied & { readonly ticket: Ticket }>>;
  readonly readCustomer: (customer: CustomerId, by: Agent) => Promise<CustomerCard | undefined>;
  readonly restrain: (
    input: { customer: CustomerId } & Pick<Restraint, 'kind' | 'until' | 'reason'>,
    by: Agent,
  ) => Promise<CustomerCard | undefined>;
  readonly release: (customer: CustomerId, by: Agent) => Promise<CustomerCard | undefined>;
  /** hands over all that he has; his shift is over once nothing is left */
  readonly endShift: (
    input: { handovers: readonly Handover[] },
    by: Agent,
  ) => Promise<TicketResult<{ readonly handed: readonly OneOfMany[]; readonly left: number }>>;
};
