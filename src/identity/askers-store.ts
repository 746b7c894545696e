import type { Connection } from 'mongoose';
import type { Evidence } from '../domain/identity.ts';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import type { ChannelKind } from '../domain/registry.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';

/** Who asked about what, by its hash: to be told should it turn out to be an impostor's. */
export type Asker = {
  readonly openId: OpenId;
  readonly customer: CustomerId;
  readonly at: Date;
};

type AskerDocument = Asker & {
  readonly _id: string;
  readonly indicator: string;
  readonly kind: ChannelKind;
  readonly told: boolean;
};

const keptSeconds = 90 * 24 * 3600;

const spec: CollectionSpec = {
  name: 'askers',
  retention: 'customer',
  subject: { by: 'customer', field: 'customer', erase: 'documents' },
  fields: { indicator: String, kind: String, openId: String, customer: String, at: Date, told: Boolean },
  indexes: [
    { key: { indicator: 1, told: 1 } },
    { key: { customer: 1 } },
    { key: { at: 1 }, expireAfterSeconds: keptSeconds },
  ],
};

/** Earlier askers, for ninety days: one document a customer and indicator. */
export function createAskersStore({ connection }: { readonly connection: Connection }) {
  const askers = modelOf<AskerDocument>(connection, spec);

  async function remember(asker: Asker, asked: readonly Evidence[]): Promise<void> {
    for (const { indicator, kind } of asked) {
      const change = { $set: { ...asker, indicator, kind }, $setOnInsert: { told: false } };
      const write = () => askers.updateOne({ _id: `${indicator}:${asker.customer}` }, change, { upsert: true });
      await withRetry(write, { alsoWhen: isDuplicate });
    }
  }

  async function untold(indicator: string, limit: number): Promise<Asker[]> {
    const found = await askers.find({ indicator, told: false }).limit(limit).lean();
    return found.map(({ openId, customer, at }) => ({ openId, customer, at }));
  }

  async function markTold(indicator: string, customers: readonly CustomerId[]): Promise<void> {
    const ids = customers.map((customer) => `${indicator}:${customer}`);
    await withRetry(() => askers.updateMany({ _id: trusted({ $in: ids }) }, { $set: { told: true } }));
  }

  return { remember, untold, markTold };
}

export type AskersStore = ReturnType<typeof createAskersStore>;
