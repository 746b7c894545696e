import { createHash, randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { openBytes, sealBytes } from '../lib/seal-bytes.ts';
import { deriveKey } from '../lib/seal.ts';
import { insertNew } from './collection.ts';
import { part } from './part.ts';
import { modelOf, type CollectionSpec } from './schema.ts';

/** A key under a secret of the environment; `by` tells which. */
type Wrapped = { readonly by: string; readonly sealed: string };

type KeyDocument = {
  readonly _id: string;
  /** as base64, where there is no secret to put it under */
  readonly key?: string;
  /** the same key under each secret that was known: one of them opens it */
  readonly wrapped: readonly Wrapped[];
};

const spec: CollectionSpec = {
  name: 'keys',
  retention: 'technical',
  fields: { key: String, wrapped: { type: [part({ by: String, sealed: String })], required: true } },
};

const keysOf = (connection: Connection) => modelOf<KeyDocument>(connection, spec);

/** A random 256-bit key, as base64, that all instances share under a name, made by whoever asks first. */
export async function sharedKey(connection: Connection, name: string): Promise<string> {
  const keys = keysOf(connection);
  await insertNew<KeyDocument>(keys, { _id: name, key: randomBytes(32).toString('base64'), wrapped: [] });
  const found = await keys.findOne({ _id: name }).lean();
  if (found?.key === undefined) throw new Error(`The key ${name} is gone`);
  return found.key;
}

/** Secrets that were changed leave their wrapping behind; so many are kept. */
const mostWrapped = 12;
const mostGenerations = 100;

/**
 * A random 256-bit key as `sharedKey`, but stored under the environment's secrets: who has the store alone has no key.
 * Any one of the secrets opens it, so that they can be changed one after the other.
 *
 * @param secrets none: the key lies in the store as it is, until there is one
 * @returns `lost`: there are keys that none of these secrets opens, and a new one was made; what was sealed with them
 * opens again once an old secret is given
 */
export async function protectedKey(
  connection: Connection,
  name: string,
  secrets: readonly string[],
): Promise<{ readonly key: Buffer; readonly lost: boolean }> {
  for (let generation = 1; generation <= mostGenerations; generation++) {
    const key = await openOrMake(connection, generation === 1 ? name : `${name}:${generation}`, secrets);
    if (key) return { key, lost: generation > 1 };
  }
  throw new Error(`The keys ${name} open with none of the secrets given`);
}

async function openOrMake(connection: Connection, id: string, secrets: readonly string[]): Promise<Buffer | undefined> {
  const keys = keysOf(connection);
  await insertNew<KeyDocument>(keys, newKey(id, secrets));
  const found = await keys.findOne({ _id: id }).lean();
  if (!found) throw new Error(`The key ${id} is gone`);
  const key = found.key === undefined ? unwrapped(found, secrets) : Buffer.from(found.key, 'base64');
  if (!key) return undefined;
  const missing = secrets.filter((secret) => !found.wrapped.some(({ by }) => by === nameOf(secret)));
  if (missing.length > 0) {
    const more = missing.map((secret) => wrap(key, secret, id));
    const push = { wrapped: { $each: more, $slice: -mostWrapped } };
    await keys.updateOne({ _id: id }, { $push: push, $unset: { key: '' } });
  }
  return key;
}

function newKey(id: string, secrets: readonly string[]): KeyDocument {
  const key = randomBytes(32);
  const wrapped = secrets.map((secret) => wrap(key, secret, id));
  return { _id: id, wrapped, ...(wrapped.length === 0 && { key: key.toString('base64') }) };
}

function wrap(key: Buffer, secret: string, id: string): Wrapped {
  const sealed = sealBytes(key, { key: deriveKey(secret, 'keys'), about: id });
  return { by: nameOf(secret), sealed: sealed.toString('base64') };
}

function unwrapped({ _id, wrapped }: KeyDocument, secrets: readonly string[]): Buffer | undefined {
  for (const secret of secrets) {
    const mine = wrapped.find(({ by }) => by === nameOf(secret));
    const key = mine && openBytes(Buffer.from(mine.sealed, 'base64'), { key: deriveKey(secret, 'keys'), about: _id });
    if (key) return key;
  }
  return undefined;
}

/** Tells secrets apart, and nothing of them. */
function nameOf(secret: string): string {
  return createHash('sha256').update(deriveKey(secret, 'key-name')).digest('hex').slice(0, 12);
}
