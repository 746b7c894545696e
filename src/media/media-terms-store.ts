import type { Connection } from 'mongoose';
import type { CustomerId } from '../domain/ids.ts';
import type { MediaSeal } from '../domain/media.ts';
import type { Clock } from '../lib/clock.ts';
import { modelOf, trusted } from '../store/schema.ts';
import { createFiles } from './files-store.ts';
import { mediaSpec, type MediaDocument } from './media-spec.ts';

export type MediaTermsDeps = { readonly connection: Connection; readonly seal: MediaSeal; readonly clock: Clock };

/** A file whose time is over. */
export type OverdueMedia = Pick<MediaDocument, 'customer' | 'cases'> & { readonly id: string };

/** How long what customers send is kept, and what removes it then. */
export function createMediaTerms({ connection, seal, clock }: MediaTermsDeps) {
  const records = modelOf<MediaDocument>(connection, mediaSpec);
  const files = createFiles({ connection, seal });

  /** Files whose time is over, the longest first. */
  async function overdue(limit: number): Promise<OverdueMedia[]> {
    const found = await records
      .find({ keptUntil: trusted({ $lte: clock() }) }, { customer: 1, cases: 1 })
      .sort({ keptUntil: 1 })
      .limit(limit)
      .lean();
    return found.map(({ _id, customer, cases }) => ({ id: _id, customer, cases }));
  }

  /** Keeps a file for longer. */
  async function extend(id: string, until: Date): Promise<void> {
    await records.updateOne({ _id: id }, { $set: { keptUntil: until } });
  }

  /** A case that needs its evidence no longer lets it go: what no other holds has its last day. */
  async function release(customer: CustomerId, number: string, until: Date): Promise<void> {
    // The last day first: what a crash leaves held is looked at then, and let go.
    await records.updateMany({ customer, cases: [number] }, { $set: { keptUntil: until } });
    await records.updateMany({ customer, cases: number }, { $pull: { cases: number } });
  }

  /** Removes a file that nothing holds; its record stays and says so. Whoever dies over it leaves it to the next. */
  async function expire(id: string): Promise<boolean> {
    const held = { _id: id, keptUntil: trusted({ $lte: clock() }), cases: trusted({ $size: 0 }) };
    const change = {
      $set: { state: 'gone', reason: 'expired' },
      $unset: { preview: '', dueAt: '', mediaId: '' },
    } as const;
    const { matchedCount } = await records.updateOne(held, change);
    if (matchedCount === 0) return false;
    await files.removeOf(id);
    await records.updateOne({ _id: id, state: 'gone' }, { $unset: { keptUntil: '', file: '' } });
    return true;
  }

  return { overdue, extend, release, expire };
}

export type MediaTerms = ReturnType<typeof createMediaTerms>;
