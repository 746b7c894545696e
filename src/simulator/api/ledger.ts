import { randomBytes } from 'node:crypto';
import { createBoundedMap } from '../../lib/bounded-map.ts';
import type { Clock } from '../../lib/clock.ts';
import { shanghaiDay } from '../../lib/shanghai.ts';

export type LoggedCall = {
  readonly invoke_time: number;
  readonly cost_in_ms: number;
  readonly request_url: string;
  readonly request_body: string;
  readonly response_body: string;
  readonly client_ip: string;
};

const maxLogged = 200;
const clearsPerMonth = 10;

/** How often each path was called today (in Shanghai), and the last refused calls, by their rid. */
export function createCallLedger(clock: Clock) {
  let day = '';
  let month = '';
  let clears = 0;
  const used = new Map<string, number>();
  const logged = createBoundedMap<string, LoggedCall>(maxLogged);

  function roll(): void {
    const today = shanghaiDay(clock());
    if (today === day) return;
    day = today;
    used.clear();
    if (month !== today.slice(0, 6)) clears = 0;
    month = today.slice(0, 6);
  }

  /** @returns how often the path was called today, this call included */
  function count(path: string): number {
    roll();
    const calls = (used.get(path) ?? 0) + 1;
    used.set(path, calls);
    return calls;
  }

  function usedToday(path: string): number {
    roll();
    return used.get(path) ?? 0;
  }

  /** @returns false where this month's clearings are used up */
  function clear(path?: string): boolean {
    roll();
    if (clears >= clearsPerMonth) return false;
    clears += 1;
    if (path === undefined) used.clear();
    else used.delete(path);
    return true;
  }

  /** @returns `xxxxxxxx-xxxxxxxx-xxxxxxxx`, the call's name in later questions */
  function note(call: LoggedCall): string {
    const rid = [seconds(), randomBytes(4).toString('hex'), randomBytes(4).toString('hex')].join('-');
    logged.set(rid, call);
    return rid;
  }

  function seconds(): string {
    return Math.floor(clock().getTime() / 1000)
      .toString(16)
      .padStart(8, '0');
  }

  return { count, usedToday, clear, note, byRid: (rid: string): LoggedCall | undefined => logged.get(rid) };
}
export type CallLedger = ReturnType<typeof createCallLedger>;
