import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { shanghaiDay } from '../lib/shanghai.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

const spec: CollectionSpec = { name: 'counters', retention: 'technical', fields: { n: Number } };

/** Numbers that customers can quote: `K20261122-0042`, counted anew each day in Shanghai. */
export function createNumbers({ connection, clock }: { connection: Connection; clock: Clock }) {
  const counters = modelOf<{ _id: string; n: number }>(connection, spec);

  /** @param letter K for tickets, C for complaints, R for reports of impostors, F for feedback, I for incidents */
  async function next(letter: 'K' | 'C' | 'R' | 'F' | 'I'): Promise<string> {
    const prefix = `${letter}${shanghaiDay(clock())}`;
    // Two instances may make the day's first counter at once: the second finds the first's.
    const counter = await withRetry(
      () =>
        counters
          .findOneAndUpdate({ _id: prefix }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' })
          .lean(),
      { alsoWhen: isDuplicate },
    );
    return `${prefix}-${String(counter.n).padStart(4, '0')}`;
  }

  return { next };
}

export type Numbers = ReturnType<typeof createNumbers>;
