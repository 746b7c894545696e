import type { Connection } from 'mongoose';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';
import { trusted } from '../store/schema.ts';
import { ticketModel } from './tickets-model-store.ts';

type Counted = Pick<Ticket, 'number' | 'topic' | 'owner' | 'servedBy' | 'queuedAt' | 'claimedAt' | 'firstReplyAt'>;

/** Tickets by their numbers, with no more of them than figures need; those that are gone are left out. */
export function createCountedTickets({ connection }: { connection: Connection }) {
  const tickets = ticketModel(connection);
  const wanted = { topic: 1, owner: 1, servedBy: 1, queuedAt: 1, claimedAt: 1, firstReplyAt: 1 } as const;

  return async (numbers: readonly TicketNumber[]): Promise<Counted[]> => {
    const found = await tickets.find({ _id: trusted({ $in: [...numbers] }) }, wanted).lean();
    return found.map(({ _id: number, ...rest }) => ({ number, ...rest }));
  };
}
