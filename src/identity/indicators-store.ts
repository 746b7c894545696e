import { createHmac } from 'node:crypto';
import type { Connection } from 'mongoose';
import { collectionOf } from '../store/collection.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import type { CollectionSpec } from '../store/schema.ts';

/** An impostor's link, number or account, by the hash of its key alone. */
type IndicatorDocument = {
  readonly _id: string;
  readonly kind: string;
  /** numbers of the reports that staff confirmed, each once */
  readonly confirmed: readonly string[];
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
};

const shape = {
  kind: { type: String, required: true },
  confirmed: { type: [String], required: true },
  count: { type: Number, required: true },
  firstAt: { type: Date, required: true },
  lastAt: { type: Date, required: true },
};
const spec: CollectionSpec = {
  name: 'indicators',
  retention: 'record',
  subject: 'nobody',
  fields: shape,
  indexes: [{ key: { kind: 1, lastAt: -1 } }],
};

/** So many reports are kept by number; the count goes on. */
const kept = 1000;

type IndicatorDeps = { readonly connection: Connection; /** the same in every instance */ readonly key: Buffer };

/**
 * The watch list: how often reports of an indicator were confirmed. Indicators are `kind:value` keys (`contactKey`,
 * `linkKey`); only their keyed hashes are stored, so that the list gives nobody's number away.
 */
export function createIndicatorsStore({ connection, key }: IndicatorDeps) {
  const indicators = collectionOf<IndicatorDocument>(connection, spec);
  const hashOf = (indicator: string) => createHmac('sha256', key).update(indicator).digest('base64url');

  /** Counts a report that staff confirmed. A report counts once for an indicator, however often it is confirmed. */
  async function confirm(indicator: string, report: string, at: Date): Promise<void> {
    const kind = indicator.slice(0, Math.max(0, indicator.indexOf(':')));
    const change = {
      $push: { confirmed: { $each: [report], $slice: -kept } },
      $inc: { count: 1 },
      $set: { lastAt: at },
      $setOnInsert: { kind, firstAt: at },
    };
    try {
      const filter = { _id: hashOf(indicator), confirmed: { $ne: report } };
      await withRetry(() => indicators.updateOne(filter, change, { upsert: true }));
    } catch (error) {
      // There already, with this report; or another instance wrote the first one at the same moment.
      if (!isDuplicate(error)) throw error;
      await withRetry(() => indicators.updateOne({ _id: hashOf(indicator), confirmed: { $ne: report } }, change));
    }
  }

  /** Takes a confirmation back, as when it was a mistake. */
  async function withdraw(indicator: string, report: string): Promise<void> {
    const change = { $pull: { confirmed: report }, $inc: { count: -1 } };
    await withRetry(() => indicators.updateOne({ _id: hashOf(indicator), confirmed: report }, change));
  }

  /** How often each was confirmed; those never reported are not in the answer. At most twenty are asked for at once. */
  async function countsOf(wanted: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const byHash = new Map(wanted.slice(0, 20).map((indicator) => [hashOf(indicator), indicator]));
    if (byHash.size === 0) return new Map();
    const found = await indicators.find({ _id: { $in: [...byHash.keys()] }, count: { $gt: 0 } }).toArray();
    return new Map(found.flatMap(({ _id, count }) => [[byHash.get(_id) ?? '', count] as const]));
  }

  return { confirm, withdraw, countsOf };
}

export type IndicatorsStore = ReturnType<typeof createIndicatorsStore>;
