import type { Connection } from 'mongoose';
import type { CustomerId } from '../domain/ids.ts';
import type { MissBand } from '../domain/knowledge.ts';
import { createMany } from '../store/many.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';
import type { Miss } from './misses.ts';

export type KeptMiss = Miss & {
  /** names the push: the same one twice is one miss */
  readonly id: string;
  readonly customer: CustomerId;
  readonly band: MissBand;
  /** the entries that were offered */
  readonly candidates: readonly string[];
};

type MissDocument = Omit<KeptMiss, 'id'> & { readonly _id: string; readonly expiresAt: Date };

const spec: CollectionSpec = {
  name: 'misses',
  retention: 'conversation',
  subject: { by: 'customer', field: 'customer', erase: 'documents' },
  fields: {
    text: { type: String, required: true },
    at: { type: Date, required: true },
    customer: { type: String, required: true },
    band: { type: String, required: true },
    candidates: { type: [String], required: true },
    expiresAt: { type: Date, required: true },
  },
  indexes: [{ key: { at: -1 } }, { key: { customer: 1 } }, { key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
};

/** What the editors look at; older ones only wait for their end. */
const newest = 2_000;
/** Beyond it the oldest go before their time. */
const mostKept = 50_000;
const mostText = 200;
const dayMs = 24 * 3_600_000;

export type MissesDeps = { readonly connection: Connection; /** how long a miss is kept */ readonly days: number };

/** Messages that no entry answered, masked: where the knowledge base has holes. */
export function createMisses({ connection, days }: MissesDeps) {
  const misses = modelOf<MissDocument>(connection, spec);
  const many = createMany<MissDocument>(connection, spec);

  /** Adds misses; one that is there already stays as it is. */
  async function add(all: readonly KeptMiss[]): Promise<void> {
    await many.add(
      all.map(({ id, text, at, ...facts }) => {
        return {
          _id: id,
          text: text.slice(0, mostText),
          at,
          ...facts,
          expiresAt: new Date(at.getTime() + days * dayMs),
        };
      }),
    );
  }

  /** The newest, newest first. */
  async function recent(): Promise<KeptMiss[]> {
    const found = await misses.find({}).sort({ at: -1 }).limit(newest).lean();
    return found.map(({ _id, text, at, customer, band, candidates }) => {
      return { id: _id, text, at, customer, band, candidates };
    });
  }

  /** Keeps the store bounded whatever comes in. @returns how many went before their time */
  async function trim(): Promise<number> {
    const [last] = await misses.find({}).sort({ at: -1 }).skip(mostKept).limit(1).select({ at: 1 }).lean();
    if (!last) return 0;
    const { deletedCount } = await misses.deleteMany({ at: trusted({ $lte: last.at }) });
    return deletedCount;
  }

  async function erase(customer: CustomerId): Promise<void> {
    await misses.deleteMany({ customer });
  }

  return { add, recent, trim, erase };
}

export type Misses = ReturnType<typeof createMisses>;
