import type { Connection } from 'mongoose';
import type { EventInput, RecordedEvent } from '../../domain/event.ts';
import type { Clock } from '../../lib/clock.ts';
import { modelOf, trusted, type CollectionSpec } from '../schema.ts';
import { createChain, type EventDocument } from './chain.ts';

type Listener = (event: RecordedEvent) => void;

const spec: CollectionSpec = {
  name: 'events',
  retention: 'audit',
  fields: {
    chain: { type: String, required: true },
    seq: { type: Number, required: true },
    at: { type: Date, required: true },
    kind: { type: String, required: true },
    ticket: String,
    customer: String,
    epoch: Number,
    seenEpoch: Number,
    actor: { kind: { type: String, required: true }, id: { type: String, required: true } },
    codes: { type: [String], default: undefined },
    prev: String,
    hash: { type: String, required: true },
  },
  indexes: [
    { key: { chain: 1, seq: 1 }, unique: true },
    { key: { at: 1 } },
    // A transition is on record once, whoever writes it down.
    { key: { ticket: 1, epoch: 1 }, unique: true, partialFilterExpression: { epoch: { $exists: true } } },
  ],
};

const tailMs = 1000;
// Another instance's clock may be behind ours; signals that come twice are harmless.
const overlapMs = 10_000;

export type EventsDeps = {
  readonly connection: Connection;
  /** this instance's chain, new for each start of the process */
  readonly chain: string;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

/** What happened, on record: one hash chain per instance; instances learn of each other's by tailing. */
export function createEvents({ connection, chain, clock, onError }: EventsDeps) {
  const events = modelOf<EventDocument>(connection, spec);
  const listeners = new Set<Listener>();
  const { record } = createChain({ events, chain, clock, onStored: (document) => emit(toEvent(document)) });
  let tailedTo: Date | undefined;
  let recent = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function emit(event: RecordedEvent): void {
    for (const listener of listeners) listener(event);
  }

  /** Hears of every event once it is stored, this instance's at once. @returns how to stop */
  function subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Events since the one with this id, oldest first; undefined when it is unknown or more than `limit` came since. */
  async function since(id: string, limit: number): Promise<readonly RecordedEvent[] | undefined> {
    const last = await events.findOne({ _id: id }).lean();
    if (!last) return undefined;
    const from = new Date(last.at.getTime() - overlapMs);
    const found = await events
      .find({ at: trusted({ $gte: from }) })
      .sort({ at: 1 })
      .limit(limit + 1)
      .lean();
    if (found.length > limit) return undefined;
    return found.filter((event) => event.chain !== last.chain || event.seq > last.seq).map(toEvent);
  }

  async function tail(): Promise<void> {
    const from = tailedTo ?? clock();
    const found = await events
      .find({ at: trusted({ $gte: new Date(from.getTime() - overlapMs) }) })
      .sort({ at: 1 })
      .limit(1000)
      .lean();
    const fresh = found.filter((event) => event.chain !== chain && !recent.has(event._id));
    recent = new Set(found.map((event) => event._id));
    tailedTo = found.at(-1)?.at ?? from;
    // What was there before this process started is history, not news.
    for (const event of fresh) if (event.at >= startedAt) emit(toEvent(event));
  }

  let startedAt = clock();

  function start(): void {
    startedAt = clock();
    timer = setInterval(() => void tail().catch(onError), tailMs);
    timer.unref();
  }

  function stop(): void {
    clearInterval(timer);
  }

  return { record, subscribe, since, start, stop };
}

function toEvent({ _id, ...rest }: EventDocument): RecordedEvent {
  return { id: _id, ...rest };
}

export type Events = ReturnType<typeof createEvents>;
