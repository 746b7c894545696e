import type { Connection } from 'mongoose';
import { collectionOf, insertNew } from './collection.ts';
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
    return insertNew(collection, { _id: appId, accessToken, expiresAt });
  }

  return { read, compareAndSet };
}
