import { randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';

export type Issued = { readonly access_token: string; readonly expires_in: number };
export type TokenState = 'valid' | 'expired' | 'unknown';

const lifeMs = 7200 * 1000;
/** Old and new both work for this long; a stable token is renewed when it has no longer left than this. */
const overlapMs = 5 * 60 * 1000;
const forceLimit = { perDay: 20, apartMs: 30_000 };
/** Expired ones are remembered, so that 42001 can be told from 40001; not all of them. */
const maxRemembered = 50;

/**
 * The two families of access tokens, which know nothing of each other.
 *
 * @see WeChat Official Accounts, "Get access token" and "Get stable access token"
 */
export function createTokens(clock: Clock) {
  const ends = new Map<string, number>();
  let plain: string | undefined;
  let stable: string | undefined;
  let forced: number[] = [];

  function issue(): string {
    const token = `SAMPLE_${randomBytes(96).toString('base64url')}`;
    ends.set(token, clock().getTime() + lifeMs);
    const oldest = ends.size > maxRemembered ? ends.keys().next().value : undefined;
    if (oldest !== undefined) ends.delete(oldest);
    return token;
  }

  function endSoon(token: string | undefined): void {
    const end = token === undefined ? undefined : ends.get(token);
    if (token === undefined || end === undefined) return;
    ends.set(token, Math.min(end, clock().getTime() + overlapMs));
  }

  function leftMs(token: string): number {
    return (ends.get(token) ?? 0) - clock().getTime();
  }

  function issued(token: string): Issued {
    return { access_token: token, expires_in: Math.floor(leftMs(token) / 1000) };
  }

  /** Every call issues a new one; the last lives on for five minutes. */
  function fresh(): Issued {
    endSoon(plain);
    plain = issue();
    return issued(plain);
  }

  /** The same one until it is nearly over. `force` ends it at once, within its limits; beyond them nothing changes. */
  function steady(force: boolean): Issued {
    if (force && mayForce()) {
      if (stable !== undefined) ends.delete(stable);
      stable = undefined;
    }
    if (stable === undefined || leftMs(stable) <= overlapMs) stable = issue();
    return issued(stable);
  }

  function mayForce(): boolean {
    const now = clock().getTime();
    forced = forced.filter((at) => at > now - 24 * 60 * 60 * 1000);
    const last = forced.at(-1);
    if (forced.length >= forceLimit.perDay) return false;
    if (last !== undefined && now - last < forceLimit.apartMs) return false;
    forced.push(now);
    return true;
  }

  function stateOf(token: string): TokenState {
    const end = ends.get(token);
    if (end === undefined) return 'unknown';
    return end > clock().getTime() ? 'valid' : 'expired';
  }

  /** All tokens become invalid at once, as when someone else asks for one. */
  function revokeAll(): void {
    ends.clear();
    plain = undefined;
    stable = undefined;
  }

  return { fresh, steady, stateOf, revokeAll };
}
export type Tokens = ReturnType<typeof createTokens>;
