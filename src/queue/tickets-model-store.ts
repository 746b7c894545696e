import { Schema, type Connection, type Model } from 'mongoose';
import { priorities } from '../domain/intent.ts';
import { closeCodes, moves, slaClocks, thirdParties, ticketStates } from '../domain/ticket.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';
import type { TicketDocument } from './ticket-document.ts';

// As schemas of their own: a part that is absent stays absent, and one that is there is whole.
const part = (fields: Readonly<Record<string, unknown>>) => ({
  type: new Schema(fields as never, { _id: false, strict: 'throw' }),
});
const text = { type: String, required: true };
const time = { type: Date, required: true };
const owner = part({ id: text, name: text, employeeNumber: text });
const seat = part({ agent: text, id: text });
const mark = { type: String, enum: ['warned', 'missed'] };

const ticketsSpec: CollectionSpec = {
  name: 'tickets',
  retention: 'conversation',
  // Its number, times and close code stay for the figures, under the random id.
  subject: { by: 'openId', field: 'openId', erase: { fields: ['openId', 'summary', 'lifeAtRisk'] } },
  expires: { field: 'closedAt' },
  fields: {
    openId: text,
    customer: text,
    live: Boolean,
    state: { type: String, enum: ticketStates, required: true },
    epoch: { type: Number, required: true },
    rev: { type: Number, required: true },
    priority: { type: String, enum: priorities, required: true },
    lifeAtRisk: Boolean,
    topic: text,
    tier: { type: Number, min: 1, max: 3, required: true },
    tiers: { type: [part({ tier: Number, at: Date, by: String }).type], default: undefined },
    rank: text,
    owner,
    servedBy: owner,
    offer: part({ by: owner, at: time, expiresAt: time }),
    move: { type: String, enum: moves, required: true },
    party: { type: String, enum: thirdParties },
    promisedAt: Date,
    // May be empty: the first words of a customer can be a picture.
    summary: String,
    queuedAt: time,
    clockAt: time,
    claimedAt: Date,
    firstReplyAt: Date,
    lastInAt: Date,
    lastOutAt: Date,
    snoozedUntil: Date,
    closedAt: Date,
    closeCode: { type: String, enum: closeCodes },
    survey: part({ score: text, at: time }),
    due: part({ claimBy: Date, replyBy: Date, solveBy: Date }),
    marks: part({ claim: mark, reply: mark, solve: mark }),
    breached: { type: [{ type: String, enum: slaClocks }], default: undefined },
    dueAt: Date,
    dueEvents: {
      type: [part({ kind: text, actor: part({ kind: text, id: text }), codes: [String] }).type],
      default: undefined,
    },
    dueEventAt: Date,
    seats: { type: [seat.type], default: undefined },
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
    // A customer's earlier tickets, the last one first.
    { key: { openId: 1, queuedAt: -1 } },
    { key: { claimedAt: 1 }, sparse: true },
    { key: { dueAt: 1 }, sparse: true },
    { key: { state: 1, lastOutAt: 1 } },
    { key: { dueEventAt: 1 }, sparse: true },
    { key: { closedAt: 1 }, sparse: true },
  ],
};

export type TicketModel = Model<TicketDocument>;

export function ticketModel(connection: Connection): TicketModel {
  return modelOf<TicketDocument>(connection, ticketsSpec);
}
