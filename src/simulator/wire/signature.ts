import { createHash } from 'node:crypto';

/**
 * WeChat's signature: SHA-1, in hex, over the parts in code-unit order.
 *
 * @param parts token, timestamp and nonce, in any order; for `msg_signature` the ciphertext too
 * @see WeChat Official Accounts, "Access guide"
 */
export function sign(...parts: readonly string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}
