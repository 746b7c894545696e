import { mixed } from '../store/collection.ts';
import type { CollectionSpec } from '../store/schema.ts';

export const ticketsSpec: CollectionSpec = {
  name: 'tickets',
  retention: 'conversation',
  fields: {
    openId: String,
    customer: String,
    live: Boolean,
    state: String,
    epoch: Number,
    priority: String,
    topic: String,
    tier: Number,
    rank: String,
    owner: mixed,
    summary: String,
    queuedAt: Date,
    claimedAt: Date,
    firstReplyAt: Date,
    lastInAt: Date,
    lastOutAt: Date,
    snoozedUntil: Date,
    closedAt: Date,
    closeCode: String,
    survey: mixed,
    dueEvent: mixed,
    dueEventAt: Date,
  },
  indexes: [
    // At most one ticket that waits for somebody, per customer.
    { key: { openId: 1 }, unique: true, partialFilterExpression: { live: true } },
    // The claim, the list of the queue and the place in it.
    { key: { state: 1, rank: 1 } },
    { key: { state: 1, topic: 1, rank: 1 } },
    { key: { state: 1, _id: -1 } },
    { key: { 'owner.id': 1, live: 1 } },
    { key: { 'owner.id': 1, _id: -1 } },
    { key: { live: 1, lastInAt: 1 } },
    { key: { claimedAt: 1 }, sparse: true },
    { key: { snoozedUntil: 1 }, sparse: true },
    { key: { state: 1, lastOutAt: 1 } },
    { key: { dueEventAt: 1 }, sparse: true },
  ],
};
