import type { Connection } from 'mongoose';
import type { FormKind } from '../domain/dialogue.ts';
import { collectionOf, insertNew } from '../store/collection.ts';
import type { CollectionSpec } from '../store/schema.ts';
import type { CustomerId, OpenId, TicketNumber } from '../domain/ids.ts';

/** A complaint, a report of an impostor or feedback: an own record with an own number, linked to a ticket if there is one. */
export type Case = {
  readonly number: string;
  readonly form: FormKind;
  readonly openId: OpenId;
  readonly customer: CustomerId;
  /** masked, in the order of the form's questions; '' where one was passed */
  readonly answers: readonly string[];
  readonly at: Date;
  readonly ticket?: TicketNumber;
};

type CaseDocument = Omit<Case, 'number'> & { readonly _id: string };

const spec: CollectionSpec = {
  name: 'cases',
  retention: 'record',
  fields: { form: String, openId: String, customer: String, answers: [String], at: Date, ticket: String },
  indexes: [{ key: { customer: 1 } }, { key: { form: 1, at: -1 } }],
};

export function createCases({ connection }: { connection: Connection }) {
  const collection = collectionOf<CaseDocument>(connection, spec);

  /** @returns false when it is filed already */
  async function file({ number, ...facts }: Case): Promise<boolean> {
    return insertNew(collection, { _id: number, ...facts });
  }

  async function get(number: string): Promise<Case | undefined> {
    const found = await collection.findOne({ _id: number });
    if (!found) return undefined;
    const { _id, ...facts } = found;
    return { number: _id, ...facts };
  }

  /** Numbers of the customer's complaints: while one is open nothing of what it needs goes. */
  async function openComplaintsOf(customer: CustomerId): Promise<string[]> {
    const found = await collection.find({ customer, form: 'complaint' }).limit(20).toArray();
    return found.map(({ _id }) => _id);
  }

  return { file, get, openComplaintsOf };
}

export type Cases = ReturnType<typeof createCases>;
