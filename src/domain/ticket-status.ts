import type { TicketState } from './ticket.ts';

/** What whoever holds a ticket's link may know of it: nothing personal, nothing of the matter. */
export type TicketStatus = {
  readonly state: TicketState;
  /** how many are served before it; only while queued */
  readonly ahead?: number;
  readonly queuedAt: Date;
  /** by when an answer was promised */
  readonly promisedAt?: Date;
};
