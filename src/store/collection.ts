import mongoose, { type Connection, type mongo } from 'mongoose';
import { isDuplicate, withRetry } from './retry.ts';
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
  return retrying(connection.collection<T>(spec.name));
}

const writes: ReadonlySet<string | symbol> = new Set([
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndUpdate',
  'bulkWrite',
]);

/**
 * A write that lost a race on the server is made again here, so that no part of the product has to know of it. All of
 * ours may run twice: conditional updates, inserts under keys of their own, bulks of these.
 */
function retrying<T extends { readonly _id: string }>(collection: mongo.Collection<T>): mongo.Collection<T> {
  return new Proxy(collection, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      const method = member.bind(target) as (...given: unknown[]) => Promise<unknown>;
      return writes.has(name) ? (...given: unknown[]) => withRetry(() => method(...given)) : method;
    },
  });
}

/** Inserts a document under a key of its own. @returns false when a unique key of it is taken: it is there already */
export async function insertNew<T extends { readonly _id: string }>(
  collection: mongo.Collection<T>,
  document: mongo.OptionalUnlessRequiredId<T>,
): Promise<boolean> {
  try {
    await collection.insertOne(document);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
