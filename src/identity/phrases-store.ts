import type { Connection } from 'mongoose';
import type { CustomerId } from '../domain/ids.ts';
import type { Sealed } from '../domain/sealed.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';
import { sealedShape } from './sealed-shape.ts';

type PhraseDocument = {
  readonly _id: CustomerId;
  readonly sealed?: Sealed;
  /** of the push that set it */ readonly seq: number;
};

const spec: CollectionSpec = {
  name: 'phrases',
  retention: 'customer',
  subject: { by: 'customer', field: '_id', erase: 'documents' },
  fields: { sealed: sealedShape, seq: Number },
};

/** Customers' anti-phishing phrases, under seal. */
export function createPhrasesStore({ connection }: { readonly connection: Connection }) {
  const phrases = modelOf<PhraseDocument>(connection, spec);

  /** What the push with this `seq` chose; undefined: none any more. An older push changes nothing. */
  async function set(customer: CustomerId, seq: number, sealed: Sealed | undefined): Promise<void> {
    const change = { $set: { seq, ...(sealed && { sealed }) }, ...(!sealed && { $unset: { sealed: '' as const } }) };
    const filter = { _id: customer, seq: trusted({ $lt: seq }) };
    try {
      await withRetry(() => phrases.updateOne(filter, change, { upsert: true }));
    } catch (error) {
      // A document that is there with a later choice does not match, and cannot be inserted again.
      if (!isDuplicate(error)) throw error;
    }
  }

  async function of(customer: CustomerId): Promise<Sealed | undefined> {
    const found = (await phrases.findById(customer).lean()) as PhraseDocument | null;
    return found?.sealed;
  }

  return { set, of };
}

export type PhrasesStore = ReturnType<typeof createPhrasesStore>;
