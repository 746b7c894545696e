import type { Connection } from 'mongoose';
import { modelOf, specsOf, trusted, type CollectionSpec, type Retention, type Subject } from './schema.ts';

/** Days that documents of a class are kept; classes that are not here are kept, or go by themselves. */
export type Periods = Readonly<Partial<Record<Retention, number>>>;

export type RetentionDeps = {
  readonly connection: Connection;
  readonly periods: Periods;
  /** of these customers (random ids or OpenIDs, as the collection knows them), those that must be kept */
  readonly heldOf: (by: Subject['by'], ids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** a customer whose own document has expired: everything about him goes with it */
  readonly eraseCustomer: (openId: string) => Promise<void>;
};

type Expiring = CollectionSpec & { readonly subject: Subject; readonly expires: { readonly field: string } };
type Document = { _id: string } & Readonly<Record<string, unknown>>;

const batchSize = 500;
const dayMs = 24 * 3_600_000;

/** Erases what is older than its class is kept, in bounded batches, but for what is under a legal hold. */
export function createRetention({ connection, periods, heldOf, eraseCustomer }: RetentionDeps) {
  /** @returns how many documents went, by collection */
  async function eraseExpired(now: Date, signal: AbortSignal): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const spec of specsOf(connection)) {
      const days = periods[spec.retention];
      if (days === undefined || !isExpiring(spec)) continue;
      counts[spec.name] = await eraseOlder(spec, new Date(now.getTime() - days * dayMs), signal);
    }
    return counts;
  }

  async function eraseOlder(spec: Expiring, before: Date, signal: AbortSignal): Promise<number> {
    const { expires, subject } = spec;
    const cursor = modelOf<Document>(connection, spec)
      .find({ [expires.field]: trusted({ $gte: new Date(0), $lt: before }) }, { [subject.field]: 1 })
      .sort({ [expires.field]: 1 })
      .lean<Document[]>()
      .cursor({ batchSize });
    let count = 0;
    let batch: Document[] = [];
    for await (const document of cursor) {
      batch.push(document);
      if (batch.length < batchSize) continue;
      count += await removeFree(spec, batch);
      batch = [];
      if (signal.aborted) return count;
    }
    return count + (await removeFree(spec, batch));
  }

  /** @returns how many of them went; what is held stays */
  async function removeFree(spec: Expiring, documents: readonly Document[]): Promise<number> {
    if (documents.length === 0) return 0;
    const { by, field } = spec.subject;
    const held = await heldOf(by, [...new Set(documents.map((one) => String(one[field])))]);
    const free = documents.filter((one) => !held.has(String(one[field])));
    await remove(spec, free);
    return free.length;
  }

  async function remove(spec: Expiring, documents: readonly Document[]): Promise<void> {
    if (spec.retention === 'customer') {
      for (const { _id } of documents) await eraseCustomer(_id);
      return;
    }
    const ids = documents.map(({ _id }) => _id);
    await modelOf<Document>(connection, spec).deleteMany({ _id: trusted({ $in: ids }) });
  }

  return { eraseExpired };
}

function isExpiring(spec: CollectionSpec): spec is Expiring {
  return typeof spec.subject === 'object' && spec.expires !== undefined;
}
