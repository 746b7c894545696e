import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { WechatError } from './errors.ts';
import type { FetchToken } from './stable-token.ts';

export type StoredToken = { readonly accessToken: string; readonly expiresAt: Date };

/** Where the instances of the product share their token. */
export type TokenCache = {
  readonly read: () => Promise<StoredToken | undefined>;
  /** Writes `next` if the stored token is still `expected` (undefined: none is stored). @returns whether it was */
  readonly compareAndSet: (expected: string | undefined, next: StoredToken) => Promise<boolean>;
};

export type TokenDeps = { readonly fetchToken: FetchToken; readonly cache: TokenCache; readonly clock: Clock };

const renewBeforeMs = 300_000;
/** WeChat ignores a forced renewal sooner than this after the last, and allows twenty a day. */
const forceApartMs = 30_000;
/** A refusal that someone must act on is not asked for again at once: WeChat bans those who storm. */
const refusalHoldMs = 30_000;

/**
 * The account's access token: one renewal at a time in this process, shared with other instances through the cache,
 * renewed five minutes before it expires (from then on WeChat gives the next one, and takes both).
 */
export function createTokenProvider({ fetchToken, cache, clock }: TokenDeps) {
  let held: StoredToken | undefined;
  let rejected: string | undefined;
  let renewal: Promise<Result<string, WechatError>> | undefined;
  let refusal: { readonly error: WechatError; readonly until: number } | undefined;
  let forcedAt = -Infinity;

  /** The token to use now; callers that come while it is being renewed share the one renewal. */
  async function current(): Promise<Result<string, WechatError>> {
    if (held !== undefined && isGood(held)) return ok(held.accessToken);
    if (refusal !== undefined && clock().getTime() < refusal.until) return err(refusal.error);
    renewal ??= renew().finally(() => (renewal = undefined));
    return renewal;
  }

  /** WeChat has refused this token. Whoever says so late, of a token already replaced, changes nothing. */
  function invalidate(accessToken: string): void {
    if (held?.accessToken !== accessToken) return;
    rejected = accessToken;
    held = undefined;
  }

  async function renew(): Promise<Result<string, WechatError>> {
    const shared = await cache.read();
    if (shared !== undefined && isGood(shared)) return keep(shared);
    const fresh = await fetchUnrejected();
    if (!fresh.ok) {
      refusal =
        fresh.error.class === 'config' ? { error: fresh.error, until: clock().getTime() + refusalHoldMs } : undefined;
      return fresh;
    }
    if (await cache.compareAndSet(shared?.accessToken, fresh.value)) return keep(fresh.value);
    // Another instance was faster. Its token is as good as ours, unless it is the one that was refused.
    const theirs = await cache.read();
    return keep(theirs !== undefined && isGood(theirs) ? theirs : fresh.value);
  }

  /** WeChat gives the same token until it is nearly over, even if it has refused it: then, rarely, a new one is forced. */
  async function fetchUnrejected(): Promise<Result<StoredToken, WechatError>> {
    const fresh = await fetchToken({ force: false });
    const now = clock().getTime();
    const isForced = fresh.ok && fresh.value.accessToken === rejected && now - forcedAt >= forceApartMs;
    if (isForced) forcedAt = now;
    const taken = isForced ? await fetchToken({ force: true }) : fresh;
    if (!taken.ok) return taken;
    const { accessToken, expiresInMs } = taken.value;
    return ok({ accessToken, expiresAt: new Date(clock().getTime() + expiresInMs) });
  }

  function keep(token: StoredToken): Result<string, WechatError> {
    held = token;
    refusal = undefined;
    return ok(token.accessToken);
  }

  function isGood({ accessToken, expiresAt }: StoredToken): boolean {
    return accessToken !== rejected && expiresAt.getTime() - clock().getTime() > renewBeforeMs;
  }

  return { current, invalidate };
}

export type TokenProvider = ReturnType<typeof createTokenProvider>;

/** A cache for one process alone: a command of the terminal, or a test. */
export function createMemoryTokenCache(): TokenCache {
  let stored: StoredToken | undefined;
  return {
    read: () => Promise.resolve(stored),
    compareAndSet: (expected, next) => {
      if (stored?.accessToken !== expected) return Promise.resolve(false);
      stored = next;
      return Promise.resolve(true);
    },
  };
}
