import mongoose, { type Connection } from 'mongoose';
import type { EventInput, RecordedEvent } from '../../domain/event.ts';
import type { Clock } from '../../lib/clock.ts';
import { collectionOf, insertNew } from '../collection.ts';
import type { CollectionSpec } from '../schema.ts';
import { eventHash } from './event-hash.ts';

type EventDocument = Omit<RecordedEvent, 'id'> & { readonly _id: string };
type Pending = { readonly input: EventInput; readonly resolve: () => void; readonly reject: (error: unknown) => void };
type Listener = (event: RecordedEvent) => void;

const spec: CollectionSpec = {
  name: 'events',
  retention: 'audit',
  fields: {
    chain: String,
    seq: Number,
    at: Date,
    kind: String,
    ticket: String,
    customer: String,
    epoch: Number,
    seenEpoch: Number,
    actor: mongoose.Schema.Types.Mixed,
    codes: [String],
    prev: String,
    hash: String,
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
  const collection = collectionOf<EventDocument>(connection, spec);
  const listeners = new Set<Listener>();
  const pending: Pending[] = [];
  let writing = false;
  let seq = 0;
  let prev = '';
  let tailedTo: Date | undefined;
  let recent = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  /** Resolves once the event is stored. A transition that is on record already is left as it is. */
  function record(input: EventInput): Promise<void> {
    return new Promise((resolve, reject) => {
      pending.push({ input, resolve, reject });
      if (!writing) void drain();
    });
  }

  async function drain(): Promise<void> {
    writing = true;
    for (let next = pending.shift(); next; next = pending.shift()) {
      try {
        await append(next.input);
        next.resolve();
      } catch (error) {
        next.reject(error);
      }
    }
    writing = false;
  }

  async function append(input: EventInput): Promise<void> {
    const facts = { ...input, chain, seq: seq + 1, at: clock(), prev };
    const hash = eventHash(facts);
    const document: EventDocument = { _id: `${chain}:${facts.seq}`, ...facts, hash };
    // A key that is taken: either this very event, after a lost answer, or a transition that somebody else recorded.
    if (!(await insertNew(collection, document)) && !(await isOurs(document))) return;
    seq = facts.seq;
    prev = hash;
    emit(toEvent(document));
  }

  /** After a lost answer the insert is tried again under the same id: then the one that is there is ours. */
  async function isOurs(document: EventDocument): Promise<boolean> {
    const found = await collection.findOne({ _id: document._id });
    return found?.hash === document.hash;
  }

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
    const last = await collection.findOne({ _id: id });
    if (!last) return undefined;
    const from = new Date(last.at.getTime() - overlapMs);
    const found = await collection
      .find({ at: { $gte: from } })
      .sort({ at: 1 })
      .limit(limit + 1)
      .toArray();
    if (found.length > limit) return undefined;
    return found.filter((event) => event.chain !== last.chain || event.seq > last.seq).map(toEvent);
  }

  async function tail(): Promise<void> {
    const from = tailedTo ?? clock();
    const found = await collection
      .find({ at: { $gte: new Date(from.getTime() - overlapMs) } })
      .sort({ at: 1 })
      .limit(1000)
      .toArray();
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
