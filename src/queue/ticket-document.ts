import type { Actor } from '../domain/event.ts';
import type { AgentId, TicketNumber } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isHeld } from './transitions.ts';

/** The event of a transition, written with it: whoever comes next records it when a crash came between. */
export type DueEvent = { readonly kind: string; readonly actor: Actor; readonly codes: readonly string[] };

/** One of the places that an agent has for tickets, taken by this one. The id is never used again. */
export type Seat = { readonly agent: AgentId; readonly id: string };

export type TicketDocument = Omit<Ticket, 'number' | 'summary'> & {
  readonly _id: TicketNumber;
  /** gone once its customer is erased, with the OpenID */
  readonly summary?: string;
  /** unique per customer while true; absent afterwards */
  readonly live?: true;
  readonly rank: string;
  /** rises with every write, transition or not: what was computed from a document holds while this stands */
  readonly rev: number;
  /** those of the last transitions that are not on record yet: the last one's epoch is the ticket's */
  readonly dueEvents?: readonly DueEvent[];
  readonly dueEventAt?: Date;
  /** when something has to be done next; early does no harm, late would */
  readonly dueAt?: Date;
  /** the places taken for it and not given back yet, its owner's last */
  readonly seats?: readonly Seat[];
};

/** The place that a ticket takes now. */
export function seatOf({ state, owner, seats = [] }: TicketDocument): Seat | undefined {
  return isHeld(state) ? seats.findLast(({ agent }) => agent === owner?.id) : undefined;
}

export function toTicket(document: TicketDocument): Ticket {
  const { _id, live: _live, rank: _rank, rev: _rev, dueAt: _dueAt, seats: _seats, ...kept } = document;
  const { dueEvents: _dueEvents, dueEventAt: _dueEventAt, ...rest } = kept;
  return { number: _id, ...rest, summary: rest.summary ?? '' };
}
