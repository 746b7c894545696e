import type { Grant, Window } from '../domain/customer.ts';
import type { Push } from '../domain/push.ts';
import { err, ok, type Result } from '../lib/result.ts';

type Basis = Grant['basis'];

/** How many messages WeChat lets the account send after what, and for how long. @see WeChat, customer-service messages */
export type WindowRules = Readonly<Record<Basis, { readonly left: number; readonly lastsMs: number }>>;

export const wechatWindowRules: WindowRules = {
  message: { left: 5, lastsMs: 48 * 3_600_000 },
  tap: { left: 3, lastsMs: 60_000 },
  follow: { left: 3, lastsMs: 60_000 },
  scan: { left: 3, lastsMs: 60_000 },
};

/** What a push opens: WeChat counts a tapped msgmenu item, which comes as a text, as a tap on the menu. */
export function basisOf(push: Push): Basis | undefined {
  if (push.kind === 'message') return push.type === 'text' && push.menuId !== undefined ? 'tap' : 'message';
  if (push.kind !== 'event') return undefined;
  switch (push.type) {
    case 'click':
    case 'scancode':
      return 'tap';
    case 'subscribe':
      return 'follow';
    case 'scan':
      return 'scan';
    default:
      return undefined;
  }
}

/** The window after a push: what it opens counts anew, what is over goes, a longer one stays beside a short one. */
export function windowAfter(push: Push, before: Window, rules: WindowRules): Window {
  const basis = basisOf(push);
  if (basis === undefined) return before;
  const opened = {
    basis,
    left: rules[basis].left,
    expiresAt: new Date(push.createdAt.getTime() + rules[basis].lastsMs),
  };
  return [...openAt(before, push.createdAt).filter((grant) => grant.basis !== basis), opened];
}

/**
 * Takes one message, from what ends first.
 *
 * @param spare so many must be left after it
 * @returns the window after it, and what it was taken from
 */
export function take(window: Window, now: Date, spare: number): Result<{ window: Window; basis: Basis }, 'none_left'> {
  const open = openAt(window, now);
  const [first] = open
    .filter((grant) => grant.left > 0)
    .toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
  if (!first || leftAt(window, now) <= spare) return err('none_left');
  const after = open.map((grant) => (grant === first ? { ...grant, left: grant.left - 1 } : grant));
  return ok({ window: after, basis: first.basis });
}

/** One that was taken and never used is there again. */
export function giveBack(window: Window, basis: Basis, rules: WindowRules): Window {
  return window.map((grant) =>
    grant.basis === basis ? { ...grant, left: Math.min(grant.left + 1, rules[basis].left) } : grant,
  );
}

/** WeChat knows better: nothing is left, or nothing is open at all. */
export function corrected(window: Window, told: 'used_up' | 'closed'): Window {
  return told === 'closed' ? [] : window.map((grant) => ({ ...grant, left: 0 }));
}

/** What can still be sent, and until when the longest of it can; undefined where no window is open. */
export function summaryAt(window: Window, now: Date): { readonly left: number; readonly closesAt: Date } | undefined {
  const closesAt = openAt(window, now)
    .map((grant) => grant.expiresAt)
    .toSorted((a, b) => a.getTime() - b.getTime())
    .at(-1);
  return closesAt && { left: leftAt(window, now), closesAt };
}

function leftAt(window: Window, now: Date): number {
  return openAt(window, now).reduce((sum, grant) => sum + grant.left, 0);
}

function openAt(window: Window, now: Date): Window {
  return window.filter((grant) => grant.expiresAt > now);
}
