import { mixed } from '../store/collection.ts';
import type { CollectionSpec } from '../store/schema.ts';
import type { OutboxEntry } from './outbox-entry.ts';

export type OutboxDocument = Omit<OutboxEntry, 'id'> & {
  readonly _id: string;
  /** its end was recorded and not told yet: what a crash left untold, the sweeper tells */
  readonly untoldAt?: Date;
};

export const outboxSpec: CollectionSpec = {
  name: 'outbox',
  retention: 'conversation',
  subject: { by: 'openId', field: 'openId', erase: 'documents' },
  expires: { field: 'at' },
  fields: {
    openId: String,
    customer: String,
    kind: String,
    message: mixed,
    ticket: String,
    partOf: String,
    state: String,
    at: Date,
    attempts: Number,
    notBefore: Date,
    fence: Number,
    leaseUntil: Date,
    again: Boolean,
    code: Number,
    reason: String,
    untoldAt: Date,
  },
  indexes: [
    { key: { state: 1, notBefore: 1 } },
    { key: { openId: 1, state: 1, at: 1 } },
    // One on its way per customer: whoever is second gets a duplicate key and leaves it.
    { key: { openId: 1 }, unique: true, partialFilterExpression: { state: 'sending' } },
    { key: { ticket: 1, at: 1 }, sparse: true },
    { key: { at: 1 } },
    { key: { untoldAt: 1 }, sparse: true },
  ],
};
