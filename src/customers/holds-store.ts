import type { Connection } from 'mongoose';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import { holdReasons, type HoldReason } from '../domain/record-desk.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';

export type Hold = {
  readonly customer: CustomerId;
  readonly openId: OpenId;
  readonly reason: HoldReason;
  /** employee number, or a command's name */
  readonly by: string;
  readonly at: Date;
};

type HoldDocument = Omit<Hold, 'customer'> & { readonly _id: CustomerId };

const spec: CollectionSpec = {
  name: 'legal_holds',
  retention: 'record',
  // Erasing is refused while there is one; it goes with its lifting.
  subject: { by: 'customer', field: '_id', erase: 'documents' },
  fields: {
    openId: { type: String, required: true },
    reason: { type: String, enum: holdReasons, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  indexes: [{ key: { openId: 1 } }],
};

/** Legal holds: what the law wants kept is erased by nobody, neither by time nor on demand. */
export function createHolds({ connection }: { connection: Connection }) {
  const holds = modelOf<HoldDocument>(connection, spec);

  /** The same customer twice is one hold, the first one. */
  async function place({ customer, ...facts }: Hold): Promise<void> {
    await holds.updateOne({ _id: customer }, { $setOnInsert: facts }, { upsert: true });
  }

  /** @returns whether there was one */
  async function lift(customer: CustomerId): Promise<boolean> {
    const lifted = await holds.deleteOne({ _id: customer });
    return lifted.deletedCount === 1;
  }

  /** Those of these customers, by random id or by OpenID, that are held. */
  async function heldOf(by: 'openId' | 'customer', ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found =
      by === 'openId'
        ? await holds.find({ openId: trusted({ $in: [...ids] as OpenId[] }) }).lean()
        : await holds.find({ _id: trusted({ $in: [...ids] as CustomerId[] }) }).lean();
    return new Set(found.map(({ _id, openId }) => (by === 'openId' ? openId : _id)));
  }

  return { place, lift, heldOf };
}

export type Holds = ReturnType<typeof createHolds>;
