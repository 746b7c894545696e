import type { Customer } from '../domain/customer.ts';
import { toCustomerId, type OpenId } from '../domain/ids.ts';
import { orderedUuid } from '../lib/ordered-uuid.ts';
import { customerOf, fieldsOf } from './customer-of.ts';
import type { StoredPush } from './reply-texts-store.ts';

/** How a customer is stored: the value's fields, and when work was left over. */
export type CustomerDocument = Omit<Customer, 'openId'> & {
  readonly _id: OpenId;
  /** transcript lines or acts could not be done behind the answer: what the sweeper looks for */
  readonly dirtyAt?: Date;
  /** of the last write, unique: tells whose write it was */
  readonly stamp: string;
};

/** As it is read: earlier versions of the product may have written it. */
export type StoredCustomer = Omit<CustomerDocument, 'transcribed' | 'pushes'> & {
  readonly transcribed?: number;
  readonly pushes: readonly StoredPush[];
};

/** Burst of the pushes' limit; see *Pushes* in the contract. */
export const burst = 30;

export function newCustomer(openId: OpenId, now: Date): Customer {
  return {
    openId,
    customer: toCustomerId(orderedUuid(now)),
    version: 0,
    followed: true,
    dialogue: { kind: 'idle' },
    options: [],
    misses: 0,
    window: [],
    bucket: { tokens: burst, at: now },
    seq: 0,
    settled: 0,
    transcribed: 0,
    pushes: [],
  };
}

/** As it is written: what is undefined is left out. */
export type WrittenCustomer = Omit<CustomerDocument, '_id'> & { readonly openId: undefined };

/** The stored form after a push. `dirtyAt`: it is left to the sweeper at once. */
export function toDocument(customer: Customer, stamp: string, dirtyAt: Date | undefined): WrittenCustomer {
  const document = { stamp, ...customer, openId: undefined };
  return dirtyAt ? { dirtyAt, ...document } : document;
}

/**
 * Where a document does not say how far it is transcribed, lines were brought with the acts.
 *
 * @param pushes the document's, with the texts of their replies
 */
export function toCustomer(document: StoredCustomer, pushes: Customer['pushes']): Customer {
  const transcribed = document.transcribed ?? document.settled;
  return customerOf({ ...fieldsOf(document as CustomerDocument), pushes, openId: document._id, transcribed });
}
