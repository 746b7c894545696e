import type { Connection } from 'mongoose';
import type { CustomerId } from '../domain/ids.ts';
import { part } from '../store/part.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';
import type { ChallengeState, ChallengeStep, ChallengeStore } from './challenge.ts';
import { sealedShape } from './sealed-shape.ts';

/** One document a customer. It rises by one with every change, so that of two at once one sees the other's result. */
type ChallengeDocument = ChallengeState & {
  readonly _id: string;
  readonly revision: number;
  /** after the last thing that was good for a while */
  readonly goneAt: Date;
};

const spec: CollectionSpec = {
  name: 'challenges',
  retention: 'customer',
  subject: { by: 'customer', field: '_id', erase: 'documents' },
  fields: {
    revision: { type: Number, required: true },
    tried: { type: [part({ push: String, at: Date })], required: true },
    code: part({
      hash: String,
      agent: String,
      name: String,
      employeeNumber: String,
      matter: String,
      ticket: String,
      issuedAt: Date,
      expiresAt: Date,
      usedBy: String,
    }),
    word: part({ sealed: sealedShape, expiresAt: Date, readBy: String }),
    goneAt: { type: Date, required: true },
  },
  indexes: [{ key: { goneAt: 1 }, expireAfterSeconds: 0 }],
};

const keptMs = 60 * 60_000;
/** More writers at once than a customer and his agents can be. */
const mostRounds = 100;

/** Challenges in the store: every change is one conditional write of one document. */
export function createChallengesStore({ connection }: { readonly connection: Connection }) {
  const challenges = modelOf<ChallengeDocument>(connection, spec);

  async function change<T>(customer: CustomerId, step: ChallengeStep<T>): Promise<T> {
    for (let round = 0; round < mostRounds; round++) {
      const found = (await challenges.findById(customer).lean()) as ChallengeDocument | null;
      const { revision, _id, goneAt: _goneAt, ...state } = found ?? { ...empty, _id: customer };
      const { next, value } = step(state);
      if (!next || (await stored(_id, revision, next))) return value;
    }
    throw new Error('A challenge could not be stored: too many writers at once');
  }

  async function stored(customer: string, revision: number, next: ChallengeState): Promise<boolean> {
    const { tried, code, word } = next;
    const update = {
      $set: { tried, revision: revision + 1, goneAt: goneAtOf(next), ...(code && { code }), ...(word && { word }) },
      $unset: { ...(!code && { code: '' as const }), ...(!word && { word: '' as const }) },
    };
    try {
      const options = { upsert: revision === 0 };
      const result = await withRetry(() => challenges.updateOne({ _id: customer, revision }, update, options));
      return result.modifiedCount + result.upsertedCount > 0;
    } catch (error) {
      // Two first changes at once: the one that lost finds the document there when it looks again.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  return { change } satisfies ChallengeStore;
}

const empty = { revision: 0, tried: [], goneAt: new Date(0) };

function goneAtOf({ tried, code, word }: ChallengeState): Date {
  const times = [...tried.map(({ at }) => at), ...(code ? [code.expiresAt] : []), ...(word ? [word.expiresAt] : [])];
  return new Date(Math.max(...times.map((at) => at.getTime()), 0) + keptMs);
}
