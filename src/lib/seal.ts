import { hkdfSync } from 'node:crypto';
import type { Sealed } from '../domain/sealed.ts';
import { openBytes, sealBytes, sealParts } from './seal-bytes.ts';

/** Keys by their id, 32 bytes each; `current` seals, all of them open. */
export type SealKeys = { readonly current: string; readonly keys: ReadonlyMap<string, Buffer> };

/**
 * Seals what must be read again, such as what a report says of a third party. `about` binds a seal to its record: moved to another, it does not open.
 *
 * @throws where the current key is missing: without it nothing may be taken in
 */
export function createSeal({ current, keys }: SealKeys) {
  const currentKey = keys.get(current);
  if (currentKey?.length !== 32) throw new Error('The current key for seals must have 32 bytes');
  const toSealWith = currentKey;

  function seal(plain: string, about: string): Sealed {
    const parts = sealParts.split(sealBytes(Buffer.from(plain), { key: toSealWith, about: `${current}:${about}` }));
    const [iv, tag, data] = parts.map((part) => part.toString('base64url')) as [string, string, string];
    return { keyId: current, iv, tag, data };
  }

  /** @returns undefined where the key is gone, the record is another, or a byte was changed */
  function open({ keyId, iv, tag, data }: Sealed, about: string): string | undefined {
    const key = keys.get(keyId);
    const parts = [iv, tag, data].map((part) => Buffer.from(part, 'base64url')) as [Buffer, Buffer, Buffer];
    const sealed = sealParts.join(...parts);
    return key && sealed && openBytes(sealed, { key, about: `${keyId}:${about}` })?.toString('utf8');
  }

  return { seal, open };
}

export type Seal = ReturnType<typeof createSeal>;

/** A key of its own for each purpose, from one secret (HKDF-SHA-256). */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'wallet-desk', purpose, 32));
}
