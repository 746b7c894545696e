import type { Connection, QueryFilter } from 'mongoose';
import type { AgentId, TicketNumber } from '../domain/ids.ts';
import type { Ticket, TicketState } from '../domain/ticket.ts';
import { trusted } from '../store/schema.ts';
import { toTicket, type TicketDocument } from './ticket-document.ts';
import { ticketModel } from './tickets-model-store.ts';

export type TicketFilter = {
  readonly state?: TicketState;
  readonly ownerId?: AgentId;
  /** a whole ticket number */
  readonly number?: TicketNumber;
  /** words that the summary has, whatever their case */
  readonly words?: string;
  readonly after?: string;
  readonly limit: number;
};

/** So many are looked through for words before a page ends, with however few it has found. */
const mostSearched = 2_000;

/** more than any agent's capacity, with what he put off */
const mostOfOne = 1_000;

/** Pages of tickets: the queue in the order of claiming, everything else newest first. */
export function createTicketList({ connection }: { connection: Connection }) {
  const model = ticketModel(connection);

  async function list(filter: TicketFilter): Promise<{ tickets: Ticket[]; next?: string }> {
    const { words, limit } = filter;
    const queue = filter.state === 'queued' && filter.ownerId === undefined;
    const mostRead = words === undefined ? limit + 1 : mostSearched;
    const found = await model
      .find({ ...conditions(filter), ...position(filter.after, queue) })
      .sort(queue ? { rank: 1 } : { _id: -1 })
      .limit(mostRead)
      .lean();
    const fitting = words === undefined ? found : found.filter(saying(words));
    const page = fitting.slice(0, limit);
    const isFull = fitting.length > limit;
    const last = isFull ? page.at(-1) : found.length === mostRead ? found.at(-1) : undefined;
    return { tickets: page.map(toTicket), ...(last && { next: queue ? last.rank : last._id }) };
  }

  /** How full the lists are; 1000 stands for more than 999, so that counting stays cheap. */
  async function count(ownerId: AgentId): Promise<{ queued: number; mine: number; snoozed: number; live: number }> {
    const of = (filter: QueryFilter<TicketDocument>) => model.countDocuments(filter, { limit: 1000 });
    const [queued, assigned, serving, snoozed, mine] = await Promise.all([
      of({ state: 'queued' }),
      of({ state: 'assigned' }),
      of({ state: 'serving' }),
      of({ state: 'snoozed' }),
      of({ 'owner.id': ownerId, live: true }),
    ]);
    return { queued, mine, snoozed, live: Math.min(1000, queued + assigned + serving + snoozed) };
  }

  /** What an agent has that is not done, oldest first. */
  async function liveOf(ownerId: AgentId): Promise<Ticket[]> {
    const found = await model.find({ 'owner.id': ownerId, live: true }).limit(mostOfOne).lean();
    return found.map(toTicket).sort((a, b) => a.queuedAt.getTime() - b.queuedAt.getTime());
  }

  return { list, count, liveOf };
}

function saying(words: string): (document: Pick<TicketDocument, 'summary'>) => boolean {
  const wanted = words.toLowerCase();
  return ({ summary = '' }) => summary.toLowerCase().includes(wanted);
}

function conditions({ state, ownerId, number }: TicketFilter): QueryFilter<TicketDocument> {
  return {
    ...(state !== undefined && { state }),
    ...(ownerId !== undefined && { 'owner.id': ownerId }),
    ...(number !== undefined && { _id: number }),
  };
}

function position(after: string | undefined, queue: boolean): QueryFilter<TicketDocument> {
  if (after === undefined) return {};
  return queue ? { rank: trusted({ $gt: after }) } : { _id: trusted({ $lt: after as TicketNumber }) };
}
