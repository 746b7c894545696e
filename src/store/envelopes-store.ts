import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from './collection.ts';
import { modelOf, type CollectionSpec } from './schema.ts';

type EnvelopeDocument = { readonly _id: string; readonly body: string; readonly at: Date };

const spec: CollectionSpec = {
  name: 'envelopes',
  retention: 'technical',
  fields: { body: { type: String, required: true }, at: { type: Date, required: true } },
  // An envelope is good from 300 s before to 300 s after it was signed.
  indexes: [{ key: { at: 1 }, expireAfterSeconds: 600 }],
};

/** Which body came under which timestamp and nonce, for all instances; both as digests. */
export function createEnvelopes({ connection, clock }: { connection: Connection; clock: Clock }) {
  const envelopes = modelOf<EnvelopeDocument>(connection, spec);

  /** Whether nothing else has come in this envelope, at any instance. */
  async function admits({ envelope, body }: { envelope: string; body: string }): Promise<boolean> {
    if (await insertNew<EnvelopeDocument>(envelopes, { _id: envelope, body, at: clock() })) return true;
    const first = await envelopes.findOne({ _id: envelope }).lean();
    return first === null || first.body === body;
  }

  return { admits };
}
