import { createHmac } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Cluster, ClusterQuery } from '../domain/desk-identity.ts';
import type { Evidence } from '../domain/identity.ts';
import type { ChannelKind } from '../domain/registry.ts';
import type { Sealed } from '../domain/sealed.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';
import { sealedShape } from './sealed-shape.ts';

/** An impostor's link, number or account, by the hash of its key; all reports of it are one cluster. */
type IndicatorDocument = {
  readonly _id: string;
  readonly kind: ChannelKind;
  /** the value, under seal, where a report form or a lead named it */
  readonly sealed?: Sealed;
  readonly state: Cluster['state'];
  /** numbers of the latest reports; `reported` counts all */
  readonly reports: string[];
  readonly reported: number;
  /** how many staff have confirmed: what customers are told */
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** the list's order: time, then id */
  readonly position: string;
  readonly confirmedBy?: string;
  readonly confirmedAt?: Date;
  /** earlier askers are to be told, or still being told */
  readonly tellDueAt?: Date;
};

const spec: CollectionSpec = {
  name: 'indicators',
  retention: 'record',
  subject: 'nobody',
  fields: {
    kind: { type: String, required: true },
    sealed: sealedShape,
    state: { type: String, required: true },
    reports: { type: [String], required: true },
    reported: { type: Number, required: true },
    count: { type: Number, required: true },
    firstAt: { type: Date, required: true },
    lastAt: { type: Date, required: true },
    position: { type: String, required: true },
    confirmedBy: String,
    confirmedAt: Date,
    tellDueAt: Date,
  },
  indexes: [{ key: { state: 1, position: -1 } }, { key: { position: -1 } }, { key: { tellDueAt: 1 }, sparse: true }],
};

/** So many reports are kept by number; the count goes on. */
const kept = 1000;
const mostRounds = 20;

type IndicatorDeps = { readonly connection: Connection; /** the same in every instance */ readonly key: Buffer };

/**
 * The watch list: reports by what they name, and how often staff have confirmed them. Indicators are `kind:value` keys
 * (`contactKey`, `linkKey`) kept as keyed hashes, so that the list gives nobody's number away.
 */
export function createIndicatorsStore({ connection, key }: IndicatorDeps) {
  const indicators = modelOf<IndicatorDocument>(connection, spec);
  const hashOf = (indicator: string) => createHmac('sha256', key).update(indicator).digest('base64url');

  /** Counts a report of an indicator, once however often it is told. */
  async function report({ indicator, kind, sealed }: Evidence, number: string, at: Date): Promise<void> {
    const change = {
      $push: { reports: { $each: [number], $slice: -kept } },
      $inc: { reported: 1 },
      $set: { lastAt: at, position: positionOf(at, indicator), ...(sealed && { sealed }) },
      $setOnInsert: { kind, firstAt: at, state: 'reported', count: 0 },
    };
    const filter = { _id: indicator, reports: trusted({ $ne: number }) };
    await insertOrChange((upsert) => indicators.updateOne(filter, change, { upsert }));
  }

  /** All reports of an indicator so far are confirmed: from now on customers are warned, and earlier askers told. */
  async function confirm(indicator: string, by: string, at: Date): Promise<Cluster | undefined> {
    for (let round = 0; round < mostRounds; round++) {
      const found = await read(indicator);
      if (!found) return undefined;
      const { reported } = found;
      const set = {
        ...{ state: 'confirmed' as const, count: Math.max(1, reported) },
        ...{ confirmedBy: by, confirmedAt: at, tellDueAt: at },
      };
      // A report that comes between is not among those that were looked at.
      const filter = { _id: indicator, reported };
      const changed = await withRetry(() =>
        indicators.findOneAndUpdate(filter, { $set: set }, { returnDocument: 'after' }).lean(),
      );
      if (changed) return toCluster(changed);
    }
    throw new Error('An indicator could not be confirmed: too many reports at once');
  }

  /** Takes a confirmation back, as when it was a mistake. */
  async function withdraw(indicator: string): Promise<Cluster | undefined> {
    const change = {
      $set: { state: 'reported' as const, count: 0 },
      $unset: { confirmedBy: '' as const, confirmedAt: '' as const, tellDueAt: '' as const },
    };
    const changed = await withRetry(() =>
      indicators.findOneAndUpdate({ _id: indicator }, change, { returnDocument: 'after' }).lean(),
    );
    return changed ? toCluster(changed) : undefined;
  }

  /** Puts an indicator on the list that no customer has reported. */
  async function add({ indicator, kind, sealed }: Evidence, by: string, at: Date): Promise<Cluster | undefined> {
    const first = { kind, firstAt: at, lastAt: at, position: positionOf(at, indicator), reports: [], reported: 0 };
    const change = {
      $set: { state: 'reported', ...(sealed && { sealed }) },
      $setOnInsert: { ...first, count: 0 },
    };
    await insertOrChange((upsert) => indicators.updateOne({ _id: indicator }, change, { upsert }));
    return confirm(indicator, by, at);
  }

  /** How often each was confirmed; those never confirmed are not in the answer. At most twenty are asked for at once. */
  async function countsOf(wanted: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const some = [...new Set(wanted)].slice(0, 20);
    if (some.length === 0) return new Map();
    const found = await indicators.find({ _id: trusted({ $in: some }) }).lean();
    return new Map(found.flatMap(({ _id, count }) => (count > 0 ? [[_id, count] as const] : [])));
  }

  /** Clusters, the latest reported first. */
  async function list({ state, after, limit }: ClusterQuery): Promise<{ clusters: Cluster[]; next?: string }> {
    const filter = {
      ...(state && { state }),
      ...(after !== undefined && { position: trusted({ $lt: after }) }),
    };
    const found = (await indicators
      .find(filter)
      .sort({ position: -1 })
      .limit(limit + 1)
      .lean()) as IndicatorDocument[];
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return { clusters: shown.map(toCluster), ...(found.length > limit && last && { next: last.position }) };
  }

  async function get(indicator: string): Promise<Cluster | undefined> {
    const found = await read(indicator);
    return found && toCluster(found);
  }

  /** Confirmed indicators whose earlier askers are still to be told. */
  async function dueToTell(limit: number): Promise<{ indicator: string; kind: ChannelKind; since: Date }[]> {
    const found = (await indicators
      .find({ tellDueAt: trusted({ $gt: new Date(0) }) })
      .sort({ tellDueAt: 1 })
      .limit(limit)
      .lean()) as IndicatorDocument[];
    return found.flatMap(({ _id, kind, tellDueAt }) => (tellDueAt ? [{ indicator: _id, kind, since: tellDueAt }] : []));
  }

  /** All askers are told; one who confirmed again meanwhile is not forgotten. */
  async function told(indicator: string, since: Date): Promise<void> {
    await withRetry(() => indicators.updateOne({ _id: indicator, tellDueAt: since }, { $unset: { tellDueAt: '' } }));
  }

  async function read(indicator: string): Promise<IndicatorDocument | undefined> {
    return ((await indicators.findById(indicator).lean()) as IndicatorDocument | null) ?? undefined;
  }

  return { hashOf, report, confirm, withdraw, add, countsOf, list, get, dueToTell, told };
}

export type IndicatorsStore = ReturnType<typeof createIndicatorsStore>;

/** The filter may miss because the document is there already, or because another instance wrote the first one now. */
async function insertOrChange(write: (upsert: boolean) => Promise<unknown>): Promise<void> {
  try {
    await withRetry(() => write(true));
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await withRetry(() => write(false));
  }
}

function positionOf(at: Date, indicator: string): string {
  return `${at.toISOString()}:${indicator}`;
}

function toCluster(document: IndicatorDocument): Cluster {
  const { _id, kind, state, reports, reported, count, firstAt, lastAt, confirmedBy, confirmedAt, sealed } = document;
  return {
    id: _id,
    ...{ kind, state, reported, confirmed: count, firstAt, lastAt },
    reports: [...reports],
    ...(confirmedBy !== undefined && { confirmedBy }),
    ...(confirmedAt && { confirmedAt }),
    ...(sealed && { sealed }),
  };
}
