import type { Window } from '../domain/customer.ts';
import type { Push } from '../domain/push.ts';

/** How many messages WeChat lets the account send after what, and for how long. @see WeChat, customer-service messages */
export type WindowRules = Readonly<
  Record<'message' | 'tap' | 'follow' | 'scan', { readonly left: number; readonly lastsMs: number }>
>;

export const wechatWindowRules: WindowRules = {
  message: { left: 5, lastsMs: 48 * 3_600_000 },
  tap: { left: 3, lastsMs: 60_000 },
  follow: { left: 3, lastsMs: 60_000 },
  scan: { left: 3, lastsMs: 60_000 },
};

/** The window after a push. A tap does not close a longer window that a message opened. */
export function windowAfter(push: Push, before: Window, rules: WindowRules): Window {
  const basis = basisOf(push);
  if (basis === undefined) return before;
  const opened = {
    basis,
    left: rules[basis].left,
    expiresAt: new Date(push.createdAt.getTime() + rules[basis].lastsMs),
  };
  const better = basis !== 'message' && before.left > opened.left && before.expiresAt > opened.expiresAt;
  return better ? before : opened;
}

function basisOf(push: Push): keyof WindowRules | undefined {
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
