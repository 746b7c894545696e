import type { Connection } from 'mongoose';
import { modelOf, type CollectionSpec } from './schema.ts';

type ProbeDocument = { readonly _id: string; readonly writes: number };

const spec: CollectionSpec = {
  name: 'write_probe',
  retention: 'technical',
  fields: { writes: { type: Number, required: true } },
};

/** @returns a function that makes one small write and tells whether the store has taken it */
export function createWriteProbe({ connection }: { connection: Connection }): () => Promise<boolean> {
  const probes = modelOf<ProbeDocument>(connection, spec);

  return async () => {
    try {
      const { acknowledged } = await probes.updateOne({ _id: 'all' }, { $inc: { writes: 1 } }, { upsert: true });
      return acknowledged;
    } catch {
      // Why it takes nothing, the write that failed before has said.
      return false;
    }
  };
}
