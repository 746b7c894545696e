import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { withRetry } from '../store/retry.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

/** Who opened what was sealed, and why. */
export type Opening = {
  readonly what: 'report' | 'cluster' | 'media' | 'reply';
  /** number or id of what was opened */
  readonly of: string;
  /** employee number */
  readonly by: string;
  /** masked */
  readonly reason: string;
  readonly at: Date;
};

const spec: CollectionSpec = {
  name: 'openings',
  retention: 'record',
  subject: 'nobody',
  fields: { what: String, of: String, by: String, reason: String, at: Date },
  indexes: [{ key: { of: 1, at: -1 } }],
};

/** The reasons behind the events of opening: events hold no text. */
export function createOpeningsStore({ connection }: { readonly connection: Connection }) {
  const openings = modelOf<Opening & { readonly _id: string }>(connection, spec);

  /** @returns the opening's id, for the event */
  async function note(opening: Opening): Promise<string> {
    const _id = randomUUID();
    await withRetry(() => openings.create([{ _id, ...opening }]));
    return _id;
  }

  async function of(what: string, limit: number): Promise<Opening[]> {
    const found = await openings.find({ of: what }).sort({ at: -1 }).limit(limit).lean();
    return found.map(({ _id, ...opening }) => opening);
  }

  return { note, of };
}

export type OpeningsStore = ReturnType<typeof createOpeningsStore>;
