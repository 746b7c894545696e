import type { Model } from 'mongoose';
import type { Clock } from '../../lib/clock.ts';
import { trusted } from '../schema.ts';
import type { EventDocument } from './chain.ts';
import type { Chains } from './chains-store.ts';

export type TailDeps = {
  readonly events: Model<EventDocument>;
  readonly chains: Pick<Chains, 'seenSince'>;
  /** this process's own chain: what happens there is known already */
  readonly own: string;
  readonly clock: Clock;
  readonly emit: (document: EventDocument) => void;
};

const pageSize = 1000;
/** of a chain nobody has written to for so long nothing is expected; three times what a process may be silent */
const lostAfterMs = 120_000;

/**
 * The other instances' chains, each read on from where it was: by its numbers, which have no gaps, so that nothing is
 * missed however much came at once and whatever their clocks say. What was there before the first look is history.
 */
export function createTail({ events, chains, own, clock, emit }: TailDeps) {
  const positions = new Map<string, number>();
  let isFirst = true;

  async function look(): Promise<void> {
    const alive = await chains.seenSince(new Date(clock().getTime() - lostAfterMs));
    const others = alive.map(({ chain }) => chain).filter((chain) => chain !== own);
    for (const gone of [...positions.keys()].filter((chain) => !others.includes(chain))) positions.delete(gone);
    for (const chain of others) {
      if (isFirst) positions.set(chain, await lastOf(chain));
      else await follow(chain);
    }
    isFirst = false;
  }

  async function lastOf(chain: string): Promise<number> {
    const last = await events.findOne({ chain }, { seq: 1 }).sort({ seq: -1 }).lean();
    return last?.seq ?? 0;
  }

  async function follow(chain: string): Promise<void> {
    for (;;) {
      const after = positions.get(chain) ?? 0;
      const found = await events
        .find({ chain, seq: trusted({ $gt: after }) })
        .sort({ seq: 1 })
        .limit(pageSize)
        .lean();
      for (const document of found) {
        positions.set(chain, document.seq);
        emit(document);
      }
      if (found.length < pageSize) return;
    }
  }

  return { look };
}
