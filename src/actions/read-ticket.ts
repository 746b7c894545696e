import type { Customers } from '../customers/customers-store.ts';
import { summaryAt } from '../customers/window.ts';
import type { Customer } from '../domain/customer.ts';
import type { Agent } from '../domain/agent.ts';
import type { TicketQuery } from '../domain/desk.ts';
import type { EventInput } from '../domain/event.ts';
import { toTicketNumber, type TicketNumber } from '../domain/ids.ts';
import type { Media } from '../domain/media.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { TicketFilter } from '../queue/ticket-list-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { toLine, type Line, type Transcripts } from '../queue/transcripts-store.ts';
import { linesOf, untranscribed } from './lines-of.ts';
import { actorOf } from './refusals.ts';

export type ReadTicketDeps = {
  readonly tickets: Pick<Tickets, 'get'>;
  readonly list: (filter: TicketFilter) => Promise<{ tickets: Ticket[]; next?: string }>;
  readonly transcripts: Pick<Transcripts, 'last'>;
  readonly outbox: Pick<OutboxStore, 'statesOf'>;
  readonly customers: Pick<Customers, 'find'>;
  readonly media: Pick<MediaStore, 'ofCustomer'>;
  readonly clock: Clock;
  readonly record: (event: EventInput) => Promise<void>;
};

const mostLines = 500;

/** Tickets as agents see them. Reading a customer's words is on record. */
export function createReadTicket(deps: ReadTicketDeps) {
  const { tickets, list, transcripts, outbox, customers, media, record, clock } = deps;

  async function readTicket(number: TicketNumber, by: Agent) {
    const ticket = await tickets.get(number);
    if (!ticket) return undefined;
    const [lines, entries, customer, files] = await Promise.all([
      transcripts.last(ticket.customer, mostLines),
      outbox.statesOf(number),
      customers.find(ticket.openId),
      media.ofCustomer(ticket.customer),
    ]);
    const window = customer && summaryAt(customer.window, clock());
    const sent = new Map(files.map((file) => [file.id, file]));
    await record({
      kind: 'ticket.read',
      ticket: number,
      customer: ticket.customer,
      seenEpoch: ticket.epoch,
      actor: actorOf(by),
    });
    const transcript = whole(lines, customer).map((line) =>
      withMedia(withDelivery(line, entries.get(line.id)), sent.get(line.id)),
    );
    return { ticket, transcript, ...(window && { window }) };
  }

  async function listTickets({ state, owner, q, after, limit }: TicketQuery) {
    const number = q === undefined ? undefined : toTicketNumber(q.trim().toUpperCase());
    return list({
      limit,
      ...(state && { state }),
      ...(owner && { ownerId: owner.id }),
      ...(number !== undefined && { number }),
      ...(q !== undefined && number === undefined && { words: q.trim() }),
      ...(after !== undefined && { after }),
    });
  }

  return { readTicket, listTickets };
}

/** The transcript, with what stands in the customer's document alone. */
function whole(lines: readonly Line[], customer: Customer | undefined): readonly Line[] {
  const known = new Set(lines.map(({ id }) => id));
  const others = customer ? untranscribed(customer).flatMap((push) => linesOf({ customer, push })) : [];
  const missing = others.filter(({ id }) => !known.has(id));
  return missing.length === 0 ? lines : [...lines, ...missing.map(toLine)].toSorted((a, b) => a.seq - b.seq);
}

function withMedia(line: TranscriptLine, file: Media | undefined): TranscriptLine {
  if (!file) return line;
  const { id, kind, state, contentType, size, preview } = file;
  return {
    ...line,
    media: {
      ...{ id, kind, state },
      ...(contentType && { contentType }),
      ...(size !== undefined && { size }),
      ...(preview !== undefined && { preview }),
    },
  };
}

function withDelivery(line: Line, entry: OutboxEntry | undefined): TranscriptLine {
  if (!entry) return line;
  const { state, reason, notBefore } = entry;
  const leavesAt = state === 'queued' && entry.kind === 'staff' ? { leavesAt: notBefore } : {};
  return { ...line, delivery: { state, ...(reason !== undefined && { reason }), ...leavesAt } };
}
