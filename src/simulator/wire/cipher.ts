import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../lib/result.ts';

/** WeChat pads to 32 bytes, twice the block of AES: OpenSSL's own padding is off. */
const padTo = 32;
const randomBytesLong = 16;
const lengthBytesLong = 4;

export type CipherProblem = 'bad_cipher' | 'bad_padding' | 'bad_length';

/**
 * Seals a text as WeChat does: AES-256-CBC over `random(16) + length(4, big-endian) + text + appId`.
 *
 * @param random 16 bytes; given only to reproduce a known ciphertext
 * @returns Base64
 * @see WeChat Official Accounts, "Message encryption and decryption"
 */
export function encrypt(text: string, owner: { aesKey: string; appId: string }, random = randomBytes(16)): string {
  const message = Buffer.from(text);
  const length = Buffer.alloc(lengthBytesLong);
  length.writeUInt32BE(message.length);
  return encryptFrame(pad(Buffer.concat([random, length, message, Buffer.from(owner.appId)])), owner.aesKey);
}

/** Seals a frame as it is, well formed or not. @param frame whole blocks of 16 bytes */
export function encryptFrame(frame: Buffer, aesKey: string): string {
  const cipher = createCipheriv('aes-256-cbc', ...keyAndVector(aesKey)).setAutoPadding(false);
  return Buffer.concat([cipher.update(frame), cipher.final()]).toString('base64');
}

/** Opens what {@link encrypt} or a product sealed. Whose `appId` it is, the caller has to compare. */
export function decrypt(sealed: string, aesKey: string): Result<{ text: string; appId: string }, CipherProblem> {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length === 0 || bytes.length % 16 !== 0) return err('bad_cipher');
  const decipher = createDecipheriv('aes-256-cbc', ...keyAndVector(aesKey)).setAutoPadding(false);
  const frame = unpad(Buffer.concat([decipher.update(bytes), decipher.final()]));
  if (!frame) return err('bad_padding');
  const start = randomBytesLong + lengthBytesLong;
  if (frame.length < start) return err('bad_length');
  const end = start + frame.readUInt32BE(randomBytesLong);
  if (end > frame.length) return err('bad_length');
  return ok({ text: frame.toString('utf8', start, end), appId: frame.toString('utf8', end) });
}

/** The 32 bytes of an EncodingAESKey; the vector is their first half. */
function keyAndVector(aesKey: string): [key: Buffer, vector: Buffer] {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  if (key.length !== 32) throw new Error('An EncodingAESKey has 43 characters of Base64');
  return [key, key.subarray(0, 16)];
}

function pad(frame: Buffer): Buffer {
  const count = padTo - (frame.length % padTo);
  return Buffer.concat([frame, Buffer.alloc(count, count)]);
}

function unpad(padded: Buffer): Buffer | undefined {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > padTo || count > padded.length) return undefined;
  const end = padded.length - count;
  return padded.subarray(end).every((byte) => byte === count) ? padded.subarray(0, end) : undefined;
}
