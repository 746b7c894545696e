import { createClaim } from '../actions/claim.ts';
import { createMove } from '../actions/move.ts';
import { createNote } from '../actions/note.ts';
import { createReadTicket } from '../actions/read-ticket.ts';
import { createReply, type ReplyDeps } from '../actions/reply.ts';
import { createRelease } from '../actions/release.ts';
import { createResolve } from '../actions/resolve.ts';
import type { Customers } from '../customers/customers-store.ts';
import type { Agent } from '../domain/agent.ts';
import type { DeskPorts, TicketSignal } from '../domain/desk.ts';
import type { RecordedEvent } from '../domain/event.ts';
import type { Redacted } from '../domain/safety.ts';
import type { OpeningsStore } from '../identity/openings-store.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { RoutingPlan } from '../queue/plan.ts';
import { createTicketList } from '../queue/ticket-list-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import type { Events } from '../store/events/events.ts';
import type { Connection } from 'mongoose';

export type DeskPortsDeps = Omit<ReplyDeps, 'outbox' | 'transcripts' | 'record' | 'customers' | 'noteRelease'> & {
  readonly openings: Pick<OpeningsStore, 'note'>;
  readonly customers: Customers;
  readonly media: MediaStore;
  readonly connection: Connection;
  readonly transcripts: Transcripts;
  readonly outbox: OutboxStore;
  readonly events: Events;
  readonly redact: (text: string) => Redacted;
  readonly findAgent: (employeeNumber: string) => Promise<Agent | undefined>;
  readonly isTopic: (name: string) => boolean;
  readonly routing: RoutingPlan;
  readonly links: boolean;
};

/** What the desk's routes call. */
export function createDeskPorts({
  connection,
  events,
  redact,
  findAgent,
  isTopic,
  ...shared
}: DeskPortsDeps): DeskPorts {
  const { record } = events;
  const { list, count } = createTicketList({ connection });
  const note = createNote({ ...shared, redact, record });
  return {
    ...createReadTicket({ ...shared, list, record }),
    countTickets: (by) => count(by.id),
    ...createClaim(shared),
    ...createMove({ ...shared, findAgent, isTopic, note }),
    note,
    reply: createReply({ ...shared, record, noteRelease: createRelease({ ...shared, note, redact, record }) }),
    resolve: createResolve(shared),
    subscribe: (listener) =>
      events.subscribe((event) => {
        const signal = toSignal(event);
        if (signal) listener(signal);
      }),
    async signalsSince(lastEventId, limit) {
      const missed = await events.since(lastEventId, limit);
      return missed ? missed.flatMap((event) => toSignal(event) ?? []) : 'too_old';
    },
  };
}

/** Reading is on record, but news to nobody; a page is, even where it is about no ticket. */
function toSignal({ id, kind, ticket, epoch, seenEpoch }: RecordedEvent): TicketSignal | undefined {
  const isNews = kind.startsWith('page.') || (ticket !== undefined && !kind.endsWith('.read'));
  return isNews ? { id, event: kind, number: ticket ?? '', epoch: epoch ?? seenEpoch ?? 0 } : undefined;
}
