import type { Connection } from 'mongoose';
import type { Trail, TrailQuery } from '../../domain/audit.ts';
import type { RecordedEvent } from '../../domain/event.ts';
import type { RecordNumber } from '../../domain/ids.ts';
import { modelOf, trusted } from '../schema.ts';
import type { EventDocument } from './chain.ts';
import { eventsSpec } from './events.ts';

const batchSize = 1000;
const mostInTrail = 200;

/** What happened: in a span of time, for figures; to a ticket or by an agent, for the audit. */
export function createEventReader({ connection }: { connection: Connection }) {
  const events = modelOf<EventDocument>(connection, eventsSpec);

  /** Events of these kinds with `from <= at < to`, oldest first, in batches. */
  async function* between(
    { from, to }: { readonly from: Date; readonly to: Date },
    kinds: readonly string[],
  ): AsyncGenerator<RecordedEvent[]> {
    const cursor = events
      .find({ at: trusted({ $gte: from, $lt: to }), kind: trusted({ $in: [...kinds] }) })
      .sort({ at: 1 })
      .lean()
      .cursor({ batchSize });
    let batch: RecordedEvent[] = [];
    for await (const { _id: id, ...event } of cursor) {
      batch.push({ id, ...event });
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  async function firstAt(): Promise<Date | undefined> {
    const first = await events.findOne({}, { at: 1 }).sort({ at: 1 }).lean();
    return first?.at;
  }

  /** What happened to a ticket, or what an agent did, oldest first: so many at a time. */
  async function trail({ by, id, since = new Date(0) }: TrailQuery): Promise<Trail> {
    const at = trusted({ $gte: since });
    const where =
      by === 'ticket' ? { ticket: id as RecordNumber, at } : { 'actor.kind': 'agent' as const, 'actor.id': id, at };
    const found = await events
      .find(where)
      .sort({ at: 1 })
      .limit(mostInTrail + 1)
      .lean();
    const page = found.slice(0, mostInTrail).map(({ _id, ...event }) => ({ id: _id, ...event }));
    const next = found[mostInTrail]?.at;
    return { events: page, ...(next && { next }) };
  }

  return { between, firstAt, trail };
}
