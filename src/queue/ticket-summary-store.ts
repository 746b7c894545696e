import type { Connection } from 'mongoose';
import type { TicketNumber } from '../domain/ids.ts';
import { collectionOf } from '../store/collection.ts';
import type { TicketDocument } from './ticket-document.ts';
import { ticketsSpec } from './tickets-spec.ts';

/** The one fact of a ticket that is in the customer's words. */
export function createTicketSummary({ connection }: { readonly connection: Connection }) {
  const collection = collectionOf<TicketDocument>(connection, ticketsSpec);

  /** Puts other words in the place of some that held half a secret. */
  async function replace(number: TicketNumber, from: string, to: string): Promise<void> {
    const found = await collection.findOne({ _id: number }, { projection: { summary: 1 } });
    if (from === '' || !found?.summary.includes(from)) return;
    const { summary } = found;
    await collection.updateOne({ _id: number, summary }, { $set: { summary: summary.replaceAll(from, to) } });
  }

  return { replace };
}

export type TicketSummary = ReturnType<typeof createTicketSummary>;
