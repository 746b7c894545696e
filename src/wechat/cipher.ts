import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '../lib/result.ts';

const randomLength = 16;
const headLength = randomLength + 4;
/** PKCS#7 with blocks of 32 bytes, not AES's 16 (WeChat, "Encryption and decryption"). */
const block = 32;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

type Key = { readonly key: Buffer; readonly iv: Buffer };

export type CipherOptions = {
  readonly appId: string;
  /** EncodingAESKeys of 43 characters: the current one, then, while one is being replaced, the previous one */
  readonly keys: readonly [string, ...string[]];
};

export type Deciphered = {
  readonly text: string;
  /** position in `keys` of the key that fitted */ readonly keyIndex: number;
};

/**
 * WeChat's message encryption: AES-256-CBC over `random(16) length(4, big-endian) text appId`, padded to 32 bytes.
 *
 * Whatever is wrong with a ciphertext, the one error is `undecipherable`: a caller that told more would be an oracle.
 *
 * @throws on a key that is not 43 characters of base64: config is checked at start
 */
export function createCipher({ appId, keys }: CipherOptions) {
  const appIdBytes = Buffer.from(appId, 'utf8');
  const ring = keys.map(toKey);

  function decrypt(ciphertext: string): Result<Deciphered, 'undecipherable'> {
    const bytes = fromBase64(ciphertext);
    if (bytes === undefined) return err('undecipherable');
    for (const [keyIndex, key] of ring.entries()) {
      const text = unframe(unpad(decipher(bytes, key)), appIdBytes);
      if (text !== undefined) return ok({ text, keyIndex });
    }
    return err('undecipherable');
  }

  /**
   * @param keyIndex the key that the push came with: WeChat may not know a newer one yet
   * @param random 16 bytes; given only where the outcome must be known beforehand
   * @returns base64
   */
  function encrypt(text: string, keyIndex = 0, random = randomBytes(randomLength)): string {
    const key = ring[keyIndex];
    if (key === undefined) throw new Error(`No AES key at position ${keyIndex}`);
    const cipher = createCipheriv('aes-256-cbc', key.key, key.iv).setAutoPadding(false);
    const frame = toFrame(text, random, appIdBytes);
    return Buffer.concat([cipher.update(frame), cipher.final()]).toString('base64');
  }

  return { decrypt, encrypt };
}

export type Cipher = ReturnType<typeof createCipher>;

function toKey(encodingAesKey: string): Key {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (encodingAesKey.length !== 43 || key.length !== 32)
    throw new Error('An EncodingAESKey has 43 characters of base64');
  return { key, iv: key.subarray(0, 16) };
}

function fromBase64(text: string): Buffer | undefined {
  if (text.length % 4 !== 0 || !base64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length % block === 0 ? bytes : undefined;
}

function decipher(bytes: Buffer, { key, iv }: Key): Buffer {
  // Whole blocks and no automatic padding: neither call can fail on what was sent.
  const decipheriv = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([decipheriv.update(bytes), decipheriv.final()]);
}

function unpad(bytes: Buffer): Buffer | undefined {
  const padding = bytes.at(-1) ?? 0;
  if (padding < 1 || padding > block) return undefined;
  const end = bytes.length - padding;
  return bytes.subarray(end).every((byte) => byte === padding) ? bytes.subarray(0, end) : undefined;
}

function unframe(frame: Buffer | undefined, appId: Buffer): string | undefined {
  if (frame === undefined || frame.length < headLength + appId.length) return undefined;
  const end = headLength + frame.readUInt32BE(randomLength);
  if (end !== frame.length - appId.length || !timingSafeEqual(frame.subarray(end), appId)) return undefined;
  const text = frame.subarray(headLength, end);
  return isUtf8(text) ? text.toString('utf8') : undefined;
}

function toFrame(text: string, random: Buffer, appId: Buffer): Buffer {
  const length = Buffer.byteLength(text, 'utf8');
  const used = headLength + length + appId.length;
  const padding = block - (used % block);
  const frame = Buffer.alloc(used + padding, padding);
  random.copy(frame, 0, 0, randomLength);
  frame.writeUInt32BE(length, randomLength);
  frame.write(text, headLength, 'utf8');
  appId.copy(frame, headLength + length);
  return frame;
}
