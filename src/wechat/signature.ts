import { hash, timingSafeEqual } from 'node:crypto';

const hexDigest = /^[0-9a-f]{40}$/;

/**
 * The signature that WeChat and the account put on pushes and sealed replies: 40 lower-case hex digits.
 *
 * @param parts token, timestamp and nonce, and with encryption the ciphertext too, in any order
 * @see WeChat Official Accounts, "Access guide": sha1 over the parts sorted by code unit and joined
 */
export function sign(parts: readonly string[]): string {
  return digestOf(parts).toString('hex');
}

/**
 * Whether `given` is the signature of these parts. The digests are compared in constant time.
 *
 * @param given the query value as it came: anything but 40 lower-case hex digits is no signature
 */
export function isSignedBy(parts: readonly string[], given: string): boolean {
  return hexDigest.test(given) && timingSafeEqual(digestOf(parts), Buffer.from(given, 'hex'));
}

function digestOf(parts: readonly string[]): Buffer {
  return hash('sha1', parts.toSorted().join(''), 'buffer');
}
