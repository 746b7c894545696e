import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import { collectionOf } from './collection.ts';
import type { CollectionSpec } from './schema.ts';

type TokenDocument = { readonly _id: string; readonly accessToken: string; readonly expiresAt: Date };

const spec: CollectionSpec = {
  name: 'tokens',
  retention: 'technical',
  fields: { accessToken: String, expiresAt: Date },
};

/** Where the instances share WeChat's access token, one document an account. */
export function createTokenCache({ connection, appId }: { connection: Connection; appId: string }) {
  const collection = collectionOf<TokenDocument>(connection, spec);

  async function read(): Promise<{ accessToken: string; expiresAt: Date } | undefined> {
    const found = await collection.findOne({ _id: appId });
    return found ? { accessToken: found.accessToken, expiresAt: found.expiresAt } : undefined;
  }

  /** Writes `next` if the stored token is still `expected`. @returns whether it was */
  async function compareAndSet(
    expected: string | undefined,
    next: { readonly accessToken: string; readonly expiresAt: Date },
  ): Promise<boolean> {
    const { accessToken, expiresAt } = next;
    if (expected !== undefined) {
      const result = await collection.updateOne(
        { _id: appId, accessToken: expected },
        { $set: { accessToken, expiresAt } },
      );
      return result.matchedCount === 1;
    }
    try {
      await collection.insertOne({ _id: appId, accessToken, expiresAt });
      return true;
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === 11000) return false;
      throw error;
    }
  }

  return { read, compareAndSet };
}
