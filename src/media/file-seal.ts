import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MediaSeal } from '../domain/media.ts';

const ivLength = 12;
const tagLength = 16;
const algorithm = 'aes-256-gcm';

/** Files at rest: AES-256-GCM, as `iv(12) tag(16) data`. @param key 32 bytes */
export function createFileSeal(key: Buffer): MediaSeal {
  if (key.length !== 32) throw new Error('The key for files must have 32 bytes');
  return {
    seal(plain, about) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(about));
      const data = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), data]);
    },
    open(sealed, about) {
      if (sealed.length < ivLength + tagLength) return undefined;
      const [iv, tag] = [sealed.subarray(0, ivLength), sealed.subarray(ivLength, ivLength + tagLength)];
      const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagLength });
      decipher.setAAD(Buffer.from(about)).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(sealed.subarray(ivLength + tagLength)), decipher.final()]);
      } catch {
        // Another record's, or a byte was changed: all the same to who asks.
        return undefined;
      }
    },
  };
}
