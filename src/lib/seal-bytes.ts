import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;

/** What a seal is made with: 32 bytes of key, and the record that it is bound to, for moved to another it does not open. */
export type SealedWith = { readonly key: Buffer; readonly about?: string };

/** AES-256-GCM, as `iv(12) tag(16) data`: what was changed or belongs to another record does not open. */
export function sealBytes(plain: Buffer, { key, about = '' }: SealedWith): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(about));
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), data]);
}

/** @returns undefined where the key or the record is another, or a byte was changed */
export function openBytes(sealed: Buffer, { key, about = '' }: SealedWith): Buffer | undefined {
  if (sealed.length < ivLength + tagLength) return undefined;
  const [iv, tag] = [sealed.subarray(0, ivLength), sealed.subarray(ivLength, ivLength + tagLength)];
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(about)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(ivLength + tagLength)), decipher.final()]);
  } catch {
    // Another key, another record, a changed byte: this is how the cipher says no, and all the same to who asks.
    return undefined;
  }
}

/** How the parts of a seal lie in its bytes. */
export const sealParts = {
  split: (sealed: Buffer): [iv: Buffer, tag: Buffer, data: Buffer] => [
    sealed.subarray(0, ivLength),
    sealed.subarray(ivLength, ivLength + tagLength),
    sealed.subarray(ivLength + tagLength),
  ],
  /** @returns undefined where a part has another length than it must */
  join: (iv: Buffer, tag: Buffer, data: Buffer): Buffer | undefined =>
    iv.length === ivLength && tag.length === tagLength ? Buffer.concat([iv, tag, data]) : undefined,
};
