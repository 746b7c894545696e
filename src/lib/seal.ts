import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Sealed } from '../domain/sealed.ts';

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

  function seal(plain: string, about: string): Sealed {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', currentKey ?? Buffer.alloc(0), iv);
    cipher.setAAD(Buffer.from(`${current}:${about}`));
    const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const [ivText, tag, text] = [iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'));
    return { keyId: current, iv: ivText ?? '', tag: tag ?? '', data: text ?? '' };
  }

  /** @returns undefined where the key is gone, the record is another, or a byte was changed */
  function open({ keyId, iv, tag, data }: Sealed, about: string): string | undefined {
    const key = keys.get(keyId);
    if (!key) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(`${keyId}:${about}`));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(data, 'base64url')), decipher.final()]).toString('utf8');
    } catch {
      // Another record, a changed byte, a tag of the wrong length: all the same to who asks.
      return undefined;
    }
  }

  return { seal, open };
}

export type Seal = ReturnType<typeof createSeal>;

/** A key of its own for each purpose, from one secret (HKDF-SHA-256). */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'wallet-desk', purpose, 32));
}
