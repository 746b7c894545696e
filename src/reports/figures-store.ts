import { Schema, type Connection } from 'mongoose';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';
import type { EntryFigures, Figures } from './figures.ts';

/** What was counted in one hour; final once nothing of it can change any more. */
export type HourOfFigures = {
  /** the hour's beginning */
  readonly at: Date;
  readonly rows: readonly Figures[];
  /** the bot's answers */
  readonly entries: readonly EntryFigures[];
  readonly final: boolean;
};

type HourDocument = HourOfFigures & { readonly _id: string };

const counter = { type: Number, required: true };
const spread = { type: [{ _id: false, step: counter, count: counter }], default: undefined };
const row = {
  _id: false,
  ...{ topic: String, agent: String },
  ...{ opened: counter, firstReplies: counter, firstReplyMs: counter, solved: counter, handledMs: counter },
  ...{ solvedMs: counter, breaches: counter, surveyYes: counter, surveyNo: counter },
  spreads: { type: new Schema({ firstReply: spread, handled: spread, solved: spread }, { _id: false }) },
};

const spec: CollectionSpec = {
  name: 'figures',
  retention: 'technical',
  fields: {
    at: { type: Date, required: true },
    rows: [row],
    entries: [{ _id: false, entry: String, topic: String, answered: counter, deflected: counter }],
    final: { type: Boolean, required: true },
  },
  indexes: [{ key: { at: 1 } }, { key: { final: 1, at: 1 } }],
};

/** Figures by the hour: whoever counts an hour again replaces it. */
export function createFiguresStore({ connection }: { connection: Connection }) {
  const hours = modelOf<HourDocument>(connection, spec);

  async function put(hour: HourOfFigures): Promise<void> {
    const { at, rows, entries, final } = hour;
    await hours.updateOne({ _id: at.toISOString() }, { $set: { at, rows, entries, final } }, { upsert: true });
  }

  /** The end of what is final without a gap: counting goes on from there. */
  async function countedTo(): Promise<Date | undefined> {
    const last = await hours.findOne({ final: true }, { at: 1 }).sort({ at: -1 }).lean();
    return last ? new Date(last.at.getTime() + 3_600_000) : undefined;
  }

  /** The hours that begin in a span of time, oldest first. */
  async function between(from: Date, to: Date): Promise<HourOfFigures[]> {
    return hours
      .find({ at: trusted({ $gte: from, $lt: to }) })
      .sort({ at: 1 })
      .lean();
  }

  return { put, countedTo, between };
}

export type FiguresStore = ReturnType<typeof createFiguresStore>;
