import type { Connection } from 'mongoose';
import type { TicketNumber } from '../domain/ids.ts';
import { ticketModel } from './tickets-model-store.ts';

/** The one fact of a ticket that is in the customer's words. */
export function createTicketSummary({ connection }: { readonly connection: Connection }) {
  const tickets = ticketModel(connection);

  /** Puts other words in the place of some that held half a secret. */
  async function replace(number: TicketNumber, from: string, to: string): Promise<void> {
    const found = await tickets.findById(number, { summary: 1 }).lean();
    const summary = found?.summary;
    if (from === '' || !summary?.includes(from)) return;
    await tickets.updateOne({ _id: number, summary }, { $set: { summary: summary.replaceAll(from, to) } });
  }

  return { replace };
}

export type TicketSummary = ReturnType<typeof createTicketSummary>;
