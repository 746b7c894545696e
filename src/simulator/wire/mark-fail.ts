import type { Clock } from '../../lib/clock.ts';

/** So many failed pushes within a time, and WeChat sends none for a while. */
export type MarkFailRule = { readonly failures: number; readonly withinMs: number; readonly pauseMs: number };

/** WeChat documents the pause of a minute, not the number: this one is ours. */
export const usualMarkFail: MarkFailRule = { failures: 30, withinMs: 60_000, pauseMs: 60_000 };

/** @see WeChat Official Accounts, "API alarms": MarkFail */
export function createMarkFail(rule: MarkFailRule, clock: Clock) {
  let recent: number[] = [];
  let pausedUntil = 0;

  function failed(): void {
    const now = clock().getTime();
    recent = [...recent.filter((at) => at > now - rule.withinMs), now];
    if (recent.length < rule.failures) return;
    recent = [];
    pausedUntil = now + rule.pauseMs;
  }

  return {
    failed,
    isPaused: (): boolean => clock().getTime() < pausedUntil,
    /** failed pushes within the rule's time */
    failures: (): number => recent.filter((at) => at > clock().getTime() - rule.withinMs).length,
  };
}
