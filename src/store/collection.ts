import mongoose, { type Connection, type mongo } from 'mongoose';
import { isDuplicate } from './retry.ts';
import { modelOf, type CollectionSpec } from './schema.ts';

/** A field whose shape its document's type says. */
export const mixed = mongoose.Schema.Types.Mixed;

/**
 * The driver's collection behind a declared model, without mongoose's checks and casts. Right in two places only: the
 * customer's one write per push, and transcripts in bulk, where mongoose costs more than the write. Everywhere else use
 * `modelOf(connection, spec)` with `.lean()`: there an unknown field throws, and so does an operator that is not trusted.
 *
 * Declared all the same: its indexes are made and checked at start, it has a retention class, and writes that lost a
 * race are made again.
 */
export function collectionOf<T extends { readonly _id: string }>(
  connection: Connection,
  spec: CollectionSpec,
): mongo.Collection<T> {
  modelOf(connection, spec);
  return connection.collection<T>(spec.name);
}

/** A model (which checks the document against its schema), or the driver's collection. */
type Inserting<D> = { insertOne(document: D): PromiseLike<unknown> };

/** Inserts a document under a key of its own. @returns false when a unique key of it is taken: it is there already */
export async function insertNew<D>(into: Inserting<D>, document: D): Promise<boolean> {
  try {
    await into.insertOne(document);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
