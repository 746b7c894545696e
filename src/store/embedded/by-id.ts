import { decodeFields } from '../documents/decode.ts';
import { composed } from '../documents/keys.ts';
import type { Spaces } from './catalog.ts';
import type { Lookups } from './key-value.ts';
import { atKey, type Found } from './scan.ts';

export const justId = new Set(['_id']);

const ascending = { descending: [false], record: undefined };

/** The document that has this id. */
export function byId(map: Lookups, { space, ids }: Spaces, id: string): Found | undefined {
  const { bytes: key, cut } = composed(ids, [id], ascending);
  const one = atKey(map, { space }, key)[0];
  return cut && one && decodeFields(one.bytes, justId)._id !== id ? undefined : one;
}
