import type { Connection } from 'mongoose';
import type { RecordedEvent } from '../../domain/event.ts';
import { modelOf, trusted } from '../schema.ts';
import type { EventDocument } from './chain.ts';
import { eventsSpec } from './events.ts';

const batchSize = 1000;

/** What happened in a span of time, for figures. */
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

  return { between, firstAt };
}
