import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock.ts';

type LinkSignerDeps = {
  /** only this process's kin may know it; a new one ends every link */
  readonly secret: string;
  readonly clock: Clock;
};

const tokenShape = /^([0-9a-z]{1,9})\.([\w-]{32})$/;

/**
 * Tokens that open one thing until they expire: nothing is stored, and 192 bits cannot be guessed.
 * A token is `<expiry, seconds, base 36>.<HMAC-SHA256 of subject and expiry, cut to 24 bytes, base64url>`.
 */
export function createLinkSigner({ secret, clock }: LinkSignerDeps) {
  function macOf(subject: string, expiry: string): string {
    return createHmac('sha256', secret)
      .update(`link\n${subject}\n${expiry}`)
      .digest()
      .subarray(0, 24)
      .toString('base64url');
  }

  function sign(subject: string, lifetimeMs: number): string {
    const expiry = Math.floor((clock().getTime() + lifetimeMs) / 1000).toString(36);
    return `${expiry}.${macOf(subject, expiry)}`;
  }

  /** Whether the token was made for this subject and has not expired. */
  function verify(subject: string, token: string): boolean {
    const [, expiry = '', mac = ''] = tokenShape.exec(token) ?? [];
    // Compared whatever the token looks like, so that a wrong shape takes no less time than a wrong token.
    const isOurs = sameText(mac.padEnd(32, '.'), macOf(subject, expiry));
    return isOurs && Number.parseInt(expiry, 36) * 1000 > clock().getTime();
  }

  return { sign, verify };
}

export type LinkSigner = ReturnType<typeof createLinkSigner>;

function sameText(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
