import type { Agent } from '../domain/agent.ts';
import type { TicketQuery } from '../domain/desk.ts';
import type { EventInput } from '../domain/event.ts';
import { toTicketNumber, type TicketNumber } from '../domain/ids.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { TicketFilter } from '../queue/ticket-list-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import { actorOf } from './refusals.ts';

export type ReadTicketDeps = {
  readonly tickets: Pick<Tickets, 'get'>;
  readonly list: (filter: TicketFilter) => Promise<{ tickets: Ticket[]; next?: string }>;
  readonly transcripts: Pick<Transcripts, 'last'>;
  readonly outbox: Pick<OutboxStore, 'statesOf'>;
  readonly record: (event: EventInput) => Promise<void>;
};

const mostLines = 500;

/** Tickets as agents see them. Reading a customer's words is on record. */
export function createReadTicket({ tickets, list, transcripts, outbox, record }: ReadTicketDeps) {
  async function readTicket(number: TicketNumber, by: Agent) {
    const ticket = await tickets.get(number);
    if (!ticket) return undefined;
    const [lines, entries] = await Promise.all([transcripts.last(ticket.customer, mostLines), outbox.statesOf(number)]);
    await record({
      kind: 'ticket.read',
      ticket: number,
      customer: ticket.customer,
      seenEpoch: ticket.epoch,
      actor: actorOf(by),
    });
    return { ticket, transcript: lines.map((line) => withDelivery(line, entries.get(line.id))) };
  }

  async function listTickets({ state, owner, q, after, limit }: TicketQuery) {
    // Words of the summary need the search index; until then a search is for a whole number.
    const number = q === undefined ? undefined : toTicketNumber(q.trim().toUpperCase());
    if (q !== undefined && number === undefined) return { tickets: [] };
    return list({
      limit,
      ...(state && { state }),
      ...(owner && { ownerId: owner.id }),
      ...(number !== undefined && { number }),
      ...(after !== undefined && { after }),
    });
  }

  return { readTicket, listTickets };
}

function withDelivery(line: Omit<TranscriptLine, 'delivery'>, entry: OutboxEntry | undefined): TranscriptLine {
  if (!entry) return line;
  const { state, reason, notBefore } = entry;
  const leavesAt = state === 'queued' && entry.kind === 'staff' ? { leavesAt: notBefore } : {};
  return { ...line, delivery: { state, ...(reason !== undefined && { reason }), ...leavesAt } };
}
