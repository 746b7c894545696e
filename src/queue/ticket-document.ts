import type { Actor } from '../domain/event.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';

/** The event of the last transition, written with it: a sweeper records it when a crash came between. */
export type DueEvent = { readonly kind: string; readonly actor: Actor; readonly codes: readonly string[] };

export type TicketDocument = Omit<Ticket, 'number'> & {
  readonly _id: TicketNumber;
  /** unique per customer while true; absent afterwards */
  readonly live?: true;
  readonly rank: string;
  readonly dueEvent?: DueEvent;
  readonly dueEventAt?: Date;
};

export function toTicket(document: TicketDocument): Ticket {
  const { _id, live: _live, rank: _rank, dueEvent: _dueEvent, dueEventAt: _dueEventAt, ...rest } = document;
  return { number: _id, ...rest };
}
