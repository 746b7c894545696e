import type { Connection } from 'mongoose';
import type { RecordedEvent } from '../../domain/event.ts';
import type { Clock } from '../../lib/clock.ts';
import { modelOf, trusted, type CollectionSpec } from '../schema.ts';
import { createChain, type EventDocument } from './chain.ts';
import { createChains } from './chains-store.ts';
import { createTail } from './tail.ts';

type Listener = (event: RecordedEvent) => void;

export const eventsSpec: CollectionSpec = {
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
    // The history of a ticket or record, and what an agent did.
    { key: { ticket: 1, at: 1 } },
    { key: { 'actor.id': 1, 'actor.kind': 1, at: 1 } },
    // A transition is on record once, whoever writes it down.
    { key: { ticket: 1, epoch: 1 }, unique: true, partialFilterExpression: { epoch: { $exists: true } } },
  ],
};

const tailMs = 1000;
const roundsPerNote = 10;
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
  const events = modelOf<EventDocument>(connection, eventsSpec);
  const listeners = new Set<Listener>();
  const chains = createChains({ connection, clock });
  const tail = createTail({ events, chains, own: chain, clock, emit: (document) => emit(toEvent(document)) });
  const { record } = createChain({ events, chain, clock, onStored });
  let head = { seq: 0, hash: '' };
  let rounds = 0;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  function onStored(document: EventDocument): void {
    head = { seq: document.seq, hash: document.hash };
    emit(toEvent(document));
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

  /** Says that this process lives and how far its chain has come, so that others follow it and a cut end shows. */
  async function noteHead(): Promise<void> {
    await chains.note({ chain, ...head });
  }

  async function round(): Promise<void> {
    rounds += 1;
    if (rounds % roundsPerNote === 1) await noteHead();
    await tail.look();
  }

  function start(): void {
    timer = setInterval(() => {
      working ??= round()
        .catch(onError)
        .finally(() => (working = undefined));
    }, tailMs);
    timer.unref();
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    await working;
    await noteHead();
  }

  return { record, subscribe, since, start, stop };
}

function toEvent({ _id, ...rest }: EventDocument): RecordedEvent {
  return { id: _id, ...rest };
}

export type Events = ReturnType<typeof createEvents>;
