import type { Clock } from '../lib/clock.ts';

type Window = { count: number; readonly endsAt: number };

export type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

/**
 * At most `max` in `windowSeconds` for a key, counted from its first one.
 *
 * In memory and of one process. Keys come from strangers, so that their number is bounded: the one that was used
 * longest ago is forgotten first.
 */
export function createRateLimit(options: {
  readonly max: number;
  readonly windowSeconds: number;
  readonly clock: Clock;
  readonly maxKeys?: number;
}) {
  const { max, windowSeconds, clock, maxKeys = 100_000 } = options;
  const windows = new Map<string, Window>();

  function current(key: string, now: number): Window {
    const known = windows.get(key);
    const window = known && known.endsAt > now ? known : { count: 0, endsAt: now + windowSeconds * 1000 };
    windows.delete(key);
    windows.set(key, window);
    const oldest = windows.size > maxKeys ? windows.keys().next().value : undefined;
    if (oldest !== undefined) windows.delete(oldest);
    return window;
  }

  /** Counts one; refused ones are not counted, so that a limit ends when its window does. */
  function take(key: string): Taken {
    const now = clock().getTime();
    const window = current(key, now);
    if (window.count >= max) return { ok: false, retryAfterSeconds: Math.ceil((window.endsAt - now) / 1000) };
    window.count += 1;
    return { ok: true };
  }

  /** Uncounts one that turned out not to be an attempt of the kind that is limited. */
  function giveBack(key: string): void {
    const window = windows.get(key);
    if (window && window.count > 0) window.count -= 1;
  }

  return { take, giveBack, size: () => windows.size };
}

export type RateLimit = ReturnType<typeof createRateLimit>;
