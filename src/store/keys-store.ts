import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { insertNew } from './collection.ts';
import { modelOf, type CollectionSpec } from './schema.ts';

type KeyDocument = { readonly _id: string; readonly key: string };

const spec: CollectionSpec = {
  name: 'keys',
  retention: 'technical',
  fields: { key: { type: String, required: true } },
};

/** A random 256-bit key, as base64, that all instances share under a name, made by whoever asks first. */
export async function sharedKey(connection: Connection, name: string): Promise<string> {
  const keys = modelOf<KeyDocument>(connection, spec);
  await insertNew<KeyDocument>(keys, { _id: name, key: randomBytes(32).toString('base64') });
  const found = await keys.findOne({ _id: name }).lean();
  if (!found) throw new Error(`The key ${name} is gone`);
  return found.key;
}
