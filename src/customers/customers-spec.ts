import { mixed } from '../store/collection.ts';
import type { CollectionSpec } from '../store/schema.ts';

/** One document a customer: all that a decision depends on. */
export const customersSpec: CollectionSpec = {
  name: 'customers',
  retention: 'customer',
  subject: { by: 'openId', field: '_id', erase: 'feature' },
  expires: { field: 'lastInAt' },
  fields: {
    customer: String,
    version: Number,
    stamp: String,
    followed: Boolean,
    dialogue: mixed,
    ticket: String,
    options: [String],
    outboxWaits: Boolean,
    misses: Number,
    window: [mixed],
    bucket: mixed,
    seq: Number,
    settled: Number,
    transcribed: Number,
    pushes: [mixed],
    lastInAt: Date,
    restraint: mixed,
    leftAt: Date,
    mark: mixed,
    dirtyAt: Date,
  },
  indexes: [
    { key: { customer: 1 }, unique: true },
    { key: { 'mark.by': 1, 'mark.n': 1 }, sparse: true },
    { key: { dirtyAt: 1 }, sparse: true },
    { key: { lastInAt: 1 }, sparse: true },
    { key: { leftAt: 1 }, sparse: true },
  ],
};
