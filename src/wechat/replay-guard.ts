import { hash } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import type { OpenedPush } from './envelope.ts';

/** A push is accepted from 300 s before to 300 s after it was signed: so long the same envelope could be used again. */
const rememberMs = 600_000;

/**
 * Remembers which body came under which timestamp and nonce.
 *
 * WeChat sends a push again under the same ones, with the same body; another body is a forgery. Memory is bounded: two
 * generations, the older dropped when the younger is full or ten minutes old.
 *
 * @param capacity bodies in one generation
 */
export function createReplayGuard({ clock, capacity = 50_000 }: { readonly clock: Clock; readonly capacity?: number }) {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  let bornAt = clock().getTime();

  function age(now: number): void {
    if (young.size < capacity && now - bornAt < rememberMs) return;
    old = young;
    young = new Map();
    bornAt = now;
  }

  /** Whether nothing else has come under this push's timestamp and nonce. */
  function admits({ signedAt, nonce, xml }: OpenedPush): boolean {
    age(clock().getTime());
    const envelope = `${signedAt.getTime()}:${nonce}`;
    const body = hash('sha1', xml, 'base64');
    const known = young.get(envelope) ?? old.get(envelope);
    if (known === undefined) young.set(envelope, body);
    return known === undefined || known === body;
  }

  return { admits };
}
