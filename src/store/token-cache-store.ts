import type { Connection } from 'mongoose';
import { insertNew } from './collection.ts';
import { modelOf, type CollectionSpec } from './schema.ts';

type TokenDocument = { readonly _id: string; readonly accessToken: string; readonly expiresAt: Date };

const spec: CollectionSpec = {
  name: 'tokens',
  retention: 'technical',
  fields: { accessToken: { type: String, required: true }, expiresAt: { type: Date, required: true } },
};

/** Where the instances share WeChat's access token, one document an account. */
export function createTokenCache({ connection, appId }: { connection: Connection; appId: string }) {
  const tokens = modelOf<TokenDocument>(connection, spec);

  async function read(): Promise<{ accessToken: string; expiresAt: Date } | undefined> {
    const found = await tokens.findOne({ _id: appId }).lean();
    return found ? { accessToken: found.accessToken, expiresAt: found.expiresAt } : undefined;
  }

  /** Writes `next` if the stored token is still `expected`. @returns whether it was */
  async function compareAndSet(
    expected: string | undefined,
    next: { readonly accessToken: string; readonly expiresAt: Date },
  ): Promise<boolean> {
    const { accessToken, expiresAt } = next;
    if (expected !== undefined) {
      const result = await tokens.updateOne(
        { _id: appId, accessToken: expected },
        { $set: { accessToken, expiresAt } },
      );
      return result.matchedCount === 1;
    }
    return insertNew<TokenDocument>(tokens, { _id: appId, accessToken, expiresAt });
  }

  return { read, compareAndSet };
}
