import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';

type TriesDocument = {
  readonly _id: string;
  /** which kind of act, or `lines` */
  readonly what: string;
  readonly tries: number;
  readonly firstAt: Date;
  /** not tried again before */
  readonly dueAt: Date;
  readonly deadAt?: Date;
};

const keptSeconds = 90 * 24 * 3600;

const spec: CollectionSpec = {
  name: 'act_tries',
  retention: 'technical',
  fields: {
    what: { type: String, required: true },
    tries: { type: Number, required: true },
    firstAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    deadAt: Date,
  },
  indexes: [{ key: { firstAt: 1 }, expireAfterSeconds: keptSeconds }],
};

const mostTries = 6;
const firstWaitMs = 5_000;

/** `go`: try it now; `wait`: somebody does, or it is too early; `dead`: it was tried often enough. */
export type Verdict = 'go' | 'wait' | 'dead';

/**
 * Counts the tries of what has failed once, before each of them, so that one which ends the process is counted too.
 * The waits double: 5 seconds, 10, 20 … about five minutes altogether.
 */
export function createActTries({ connection, clock }: { connection: Connection; clock: Clock }) {
  const tries = modelOf<TriesDocument>(connection, spec);

  async function begin(key: string, what: string): Promise<Verdict> {
    const now = clock();
    const first = { _id: key, what, tries: 1, firstAt: now, dueAt: new Date(now.getTime() + firstWaitMs) };
    if (await insertNew<TriesDocument>(tries, first)) return 'go';
    const known = await tries.findOne({ _id: key }).lean();
    if (!known || known.deadAt) return known ? 'dead' : 'wait';
    if (known.dueAt > now) return 'wait';
    const dueAt = new Date(now.getTime() + firstWaitMs * 2 ** known.tries);
    const mine = await tries.updateOne(
      { _id: key, tries: known.tries, deadAt: trusted({ $exists: false }) },
      known.tries < mostTries ? { $inc: { tries: 1 }, $set: { dueAt } } : { $set: { deadAt: now } },
    );
    if (mine.matchedCount === 0) return 'wait';
    return known.tries < mostTries ? 'go' : 'dead';
  }

  /** It was done after all. */
  async function forget(key: string): Promise<void> {
    await tries.deleteOne({ _id: key });
  }

  return { begin, forget };
}

export type ActTries = ReturnType<typeof createActTries>;
