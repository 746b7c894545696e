import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { shanghaiDay } from '../lib/shanghai.ts';
import { collectionOf } from '../store/collection.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import type { CollectionSpec } from '../store/schema.ts';

const spec: CollectionSpec = { name: 'counters', retention: 'technical', fields: { n: Number } };

/** Numbers that customers can quote: `K20261122-0042`, counted anew each day in Shanghai. */
export function createNumbers({ connection, clock }: { connection: Connection; clock: Clock }) {
  const collection = collectionOf<{ _id: string; n: number }>(connection, spec);

  /** @param letter K for tickets, C for complaints, R for reports of impostors, F for feedback */
  async function next(letter: 'K' | 'C' | 'R' | 'F'): Promise<string> {
    const prefix = `${letter}${shanghaiDay(clock())}`;
    // Two instances may make the day's first counter at once: the second finds the first's.
    const counter = await withRetry(
      () => collection.findOneAndUpdate({ _id: prefix }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' }),
      { alsoWhen: isDuplicate },
    );
    if (!counter) throw new Error(`The counter ${prefix} was neither found nor made`);
    return `${prefix}-${String(counter.n).padStart(4, '0')}`;
  }

  return { next };
}

export type Numbers = ReturnType<typeof createNumbers>;
