import { isUtf8 } from 'node:buffer';
import { createCipheriv, createDecipheriv, randomFillSync, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '../lib/result.ts';

const randomLength = 16;
const headLength = randomLength + 4;
/** PKCS#7 with blocks of 32 bytes, not AES's 16 (WeChat, "Encryption and decryption"). */
const block = 32;

const aesBlock = 16;

/** A key with its two ciphers, made once: to make one for each push costs three times what it then does. */
type Key = { readonly decipher: (bytes: Buffer) => Buffer; readonly encipher: (frame: Buffer) => Buffer };

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
  const nextRandom = createRandomSource();

  function decrypt(ciphertext: string): Result<Deciphered, 'undecipherable'> {
    const bytes = fromBase64(ciphertext);
    if (bytes === undefined) return err('undecipherable');
    for (const [keyIndex, key] of ring.entries()) {
      const text = unframe(key.decipher(bytes), appIdBytes);
      if (text !== undefined) return ok({ text, keyIndex });
    }
    return err('undecipherable');
  }

  /**
   * @param keyIndex the key that the push came with: WeChat may not know a newer one yet
   * @param random 16 bytes; given only where the outcome must be known beforehand
   * @returns base64
   */
  function encrypt(text: string, keyIndex = 0, random = nextRandom()): string {
    const key = ring[keyIndex];
    if (key === undefined) throw new Error(`No AES key at position ${keyIndex}`);
    return key.encipher(toFrame(text, random, appIdBytes)).toString('base64');
  }

  return { decrypt, encrypt };
}

export type Cipher = ReturnType<typeof createCipher>;

function toKey(encodingAesKey: string): Key {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (encodingAesKey.length !== 43 || key.length !== 32)
    throw new Error('An EncodingAESKey has 43 characters of base64');
  const iv = key.subarray(0, aesBlock);
  return { decipher: createDecipher(key, iv), encipher: createEncipher(key, iv) };
}

/** The decoder skips what is no base64: then bytes are missing. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  const isWhole = text.length % 4 === 0 && bytes.length === Buffer.byteLength(text, 'base64');
  return isWhole && bytes.length > 0 && bytes.length % block === 0 ? bytes : undefined;
}

/**
 * Whole blocks without automatic padding: `update` gives all there is, `final` would add nothing and cannot fail.
 *
 * The cipher goes on from the frame before, so the first block of a frame comes out wrong: it is the random one, which
 * nobody reads.
 */
function createDecipher(key: Buffer, iv: Buffer): Key['decipher'] {
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return (bytes) => decipher.update(bytes);
}

/** Goes on from the frame before too; what that changes is put into the first block beforehand, so that each frame begins anew. */
function createEncipher(key: Buffer, iv: Buffer): Key['encipher'] {
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  let last: Buffer = iv;
  return (frame) => {
    for (let at = 0; at < aesBlock; at += 1) frame[at] = (frame[at] ?? 0) ^ (iv[at] ?? 0) ^ (last[at] ?? 0);
    const bytes = cipher.update(frame);
    last = bytes.subarray(-aesBlock);
    return bytes;
  };
}

/**
 * The text of a frame with this appid behind it, under right padding. All of it is looked at whatever is wrong: how long a
 * refusal takes would otherwise tell whoever has the token, but not the key, which byte to change next.
 */
function unframe(bytes: Buffer, appId: Buffer): string | undefined {
  const padding = paddingOf(bytes);
  const end = bytes.length - (padding ?? block) - appId.length;
  const hasRoom = end >= headLength;
  // Where there is no room for it, something else as long is compared.
  const isOurs = timingSafeEqual(hasRoom ? bytes.subarray(end, end + appId.length) : appId, appId);
  const isAsLong = headLength + bytes.readUInt32BE(randomLength) === end;
  if (padding === undefined || !hasRoom || !isOurs || !isAsLong) return undefined;
  const text = bytes.subarray(headLength, end);
  return isUtf8(text) ? text.toString('utf8') : undefined;
}

/** How many bytes pad a frame; undefined where they are not all alike. The whole block is looked at. */
function paddingOf(bytes: Buffer): number | undefined {
  const padding = bytes[bytes.length - 1] ?? 0;
  let wrong = 0;
  for (let back = 1; back <= block; back += 1) {
    const differs = (bytes[bytes.length - back] ?? 0) ^ padding;
    wrong |= back <= padding ? differs : 0;
  }
  return wrong === 0 && padding >= 1 && padding <= block ? padding : undefined;
}

/** Sixteen random bytes a call, drawn from the system 256 calls at a time: each draw costs as much as it would for all. */
function createRandomSource(): () => Buffer {
  const pool = Buffer.alloc(randomLength * 256);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += randomLength;
    return pool.subarray(used - randomLength, used);
  };
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
