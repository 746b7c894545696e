import mongoose, { type Connection, type mongo } from 'mongoose';
import { modelOf, type CollectionSpec } from './schema.ts';

/** A field whose shape its document's type says. */
export const mixed = mongoose.Schema.Types.Mixed;

/**
 * The collection behind a declared model, for operations that the driver does without mongoose: the hot path, bulk
 * writes, and conditional updates that take the document's own type. Declared all the same: its indexes are made and
 * checked at start, and it has a retention class.
 */
export function collectionOf<T extends { readonly _id: string }>(
  connection: Connection,
  spec: CollectionSpec,
): mongo.Collection<T> {
  modelOf(connection, spec);
  return connection.collection<T>(spec.name);
}
