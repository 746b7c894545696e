import mongoose, { type Connection } from 'mongoose';
import type { CustomerId, TicketNumber } from '../domain/ids.ts';
import type { TranscriptLine } from '../domain/ticket.ts';
import { collectionOf } from '../store/collection.ts';
import { createMany } from '../store/many.ts';
import type { CollectionSpec } from '../store/schema.ts';

type LineDocument = Omit<TranscriptLine, 'id' | 'delivery'> & {
  readonly _id: string;
  readonly customer: CustomerId;
  readonly ticket?: TicketNumber;
};

export type NewLine = Omit<LineDocument, '_id'> & { readonly id: string };

/** A line as it is read: how it was delivered, the outbox knows. */
export type Line = Omit<TranscriptLine, 'delivery'>;

const spec: CollectionSpec = {
  name: 'transcripts',
  retention: 'conversation',
  subject: { by: 'customer', field: 'customer', erase: 'documents' },
  expires: { field: 'at' },
  fields: {
    customer: String,
    ticket: String,
    seq: Number,
    from: String,
    kind: String,
    text: String,
    at: Date,
    by: mongoose.Schema.Types.Mixed,
  },
  indexes: [{ key: { customer: 1, seq: 1 } }, { key: { at: 1 } }],
};

/** What was said, masked, one document a line, in the order of `seq` within a customer. */
export function createTranscripts({ connection }: { connection: Connection }) {
  const collection = collectionOf<LineDocument>(connection, spec);
  const many = createMany<LineDocument>(connection, spec);

  /** Adds lines; one that is there already stays as it is. */
  async function add(lines: readonly NewLine[]): Promise<void> {
    await many.add(lines.map(({ id, ...rest }) => ({ _id: id, ...rest })));
  }

  /** The customer's last lines, oldest first. */
  async function last(customer: CustomerId, limit: number): Promise<Line[]> {
    const found = await collection.find({ customer }).sort({ seq: -1 }).limit(limit).toArray();
    return found.reverse().map(fromDocument);
  }

  async function find(id: string): Promise<Line | undefined> {
    const found = await collection.findOne({ _id: id });
    return found ? fromDocument(found) : undefined;
  }

  /** Gives a line other words. @returns those that it had; undefined where there is no such line */
  async function rewrite(id: string, text: string): Promise<string | undefined> {
    const before = await collection.findOneAndUpdate({ _id: id }, { $set: { text } }, { returnDocument: 'before' });
    return before?.text;
  }

  async function erase(customer: CustomerId): Promise<void> {
    await collection.deleteMany({ customer });
  }

  return { add, last, find, rewrite, erase };
}

function fromDocument({ _id, ...rest }: LineDocument): Line {
  return toLine({ id: _id, ...rest });
}

export function toLine({ customer: _customer, ticket: _ticket, ...line }: NewLine): Line {
  return line;
}

export type Transcripts = ReturnType<typeof createTranscripts>;
