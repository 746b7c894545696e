import type { Model } from 'mongoose';
import { isDuplicate } from './retry.ts';

/**
 * Stores a document under a key of its own, its fields checked.
 *
 * @returns false when a unique key of it is taken: it is there already
 */
export async function createNew<T extends { readonly _id: string }>(model: Model<T>, document: T): Promise<boolean> {
  try {
    await model.create([document]);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
