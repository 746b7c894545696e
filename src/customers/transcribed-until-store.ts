import type { Connection } from 'mongoose';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

type UntilDocument = { readonly _id: 'all'; readonly until: Date };

const spec: CollectionSpec = {
  name: 'transcribed_until',
  retention: 'technical',
  fields: { until: { type: Date, required: true } },
};

/** Whoever wrote last before this moment, of all customers, has every line in the transcript. */
export function createTranscribedUntil({ connection }: { readonly connection: Connection }) {
  const model = modelOf<UntilDocument>(connection, spec);

  async function get(): Promise<Date> {
    return (await model.findById('all').lean())?.until ?? new Date(0);
  }

  /** Only rises. */
  async function set(until: Date): Promise<void> {
    await model.updateOne({ _id: 'all' }, { $max: { until } }, { upsert: true });
  }

  return { get, set };
}

export type TranscribedUntil = ReturnType<typeof createTranscribedUntil>;
