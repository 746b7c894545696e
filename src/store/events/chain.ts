import { MongoBulkWriteError } from 'mongodb';
import type { Model } from 'mongoose';
import type { EventInput, RecordedEvent } from '../../domain/event.ts';
import type { Clock } from '../../lib/clock.ts';
import { isDuplicate } from '../retry.ts';
import { eventHash } from './event-hash.ts';

export type EventDocument = Omit<RecordedEvent, 'id'> & { readonly _id: string };
type Pending = {
  readonly input: EventInput;
  readonly at: Date;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** One insert carries no more than this; what is more waits for the next. */
const mostAtOnce = 256;

export type ChainDeps = {
  readonly events: Model<EventDocument>;
  readonly chain: string;
  readonly clock: Clock;
  /** told of each event when it is stored, in the chain's order */
  readonly onStored: (document: EventDocument) => void;
};

/**
 * This process's hash chain. What is recorded while an insert is under way goes together in the next one: in the order
 * of recording, each event chained to the one before and acknowledged after its own result.
 */
export function createChain({ events, chain, clock, onStored }: ChainDeps) {
  let pending: Pending[] = [];
  let writing = false;
  let [seq, prev] = [0, ''];
  /** An insert failed without an answer: what it stored has to be read before the chain goes on. */
  let unsure = false;

  /** Resolves once the event is stored. A transition that is on record already is left as it is. */
  function record(input: EventInput): Promise<void> {
    return new Promise((resolve, reject) => {
      pending.push({ input, at: clock(), resolve, reject });
      if (!writing) void drain();
    });
  }

  async function drain(): Promise<void> {
    writing = true;
    while (pending.length > 0) {
      const batch = pending.slice(0, mostAtOnce);
      pending = pending.slice(batch.length);
      try {
        await append(batch);
      } catch (error) {
        unsure = true;
        for (const { reject } of batch) reject(error);
      }
    }
    writing = false;
  }

  async function append(batch: readonly Pending[]): Promise<void> {
    for (let rest = batch; rest.length > 0;) {
      if (unsure) await catchUp();
      const documents = chained(rest);
      const stored = await insert(documents);
      documents.slice(0, stored).forEach((document, i) => advance(document, rest[i]));
      const taken = documents[stored];
      rest = rest.slice(stored);
      if (taken && (await settled(taken, rest[0]))) rest = rest.slice(1);
    }
  }

  function chained(batch: readonly Pending[]): EventDocument[] {
    let [number, before] = [seq, prev];
    return batch.map(({ input, at }) => {
      number += 1;
      const facts = { ...input, chain, seq: number, at, prev: before };
      before = eventHash(facts);
      return { _id: `${chain}:${number}`, ...facts, hash: before };
    });
  }

  /** @returns how many were stored before the first whose key is taken */
  async function insert(documents: EventDocument[]): Promise<number> {
    try {
      await events.insertMany(documents, { ordered: true });
      return documents.length;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return error instanceof MongoBulkWriteError ? error.insertedCount : 0;
    }
  }

  /**
   * An event whose key is taken is either on record itself, after an answer that was lost; or its number is taken by
   * another one whose answer was; or somebody else recorded the same transition.
   *
   * @returns whether there is no more to do for it
   */
  async function settled(taken: EventDocument, { resolve }: Partial<Pending> = {}): Promise<boolean> {
    const found = await events.findOne({ _id: taken._id }).lean();
    if (found && found.hash !== taken.hash) {
      unsure = true;
      return false;
    }
    if (found) advance(taken);
    resolve?.();
    return true;
  }

  function advance(document: EventDocument, waiting?: Pending): void {
    seq = document.seq;
    prev = document.hash;
    waiting?.resolve();
    onStored(document);
  }

  async function catchUp(): Promise<void> {
    const last = await events.findOne({ chain }).sort({ seq: -1 }).lean();
    [seq, prev] = [last?.seq ?? 0, last?.hash ?? ''];
    unsure = false;
  }

  return { record };
}
