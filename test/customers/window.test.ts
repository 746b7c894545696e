import { describe, expect, it } from '@jest/globals';
import { corrected, giveBack, summaryAt, take, wechatWindowRules, windowAfter } from '../../src/customers/window.ts';
import type { Window } from '../../src/domain/customer.ts';
import type { Push } from '../../src/domain/push.ts';

const start = new Date('2026-11-22T04:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);
const minute = 60_000;
const hour = 60 * minute;

const at = (createdAt: Date) => ({ key: 'k', to: 'gh', from: 'o', createdAt });
const message = (when: Date, menuId?: string) =>
  ({ ...at(when), kind: 'message', type: 'text', content: 'x', msgId: '1', ...(menuId && { menuId }) }) as Push;
const event = (type: string, when: Date) => ({ ...at(when), kind: 'event', type, eventKey: '' }) as unknown as Push;

const opened = (push: Push, before: Window = []) => windowAfter(push, before, wechatWindowRules);

/** How many can be taken at a moment, and what is left of the window then. */
function takeAll(window: Window, now: Date, spare = 0): { count: number; window: Window } {
  for (let count = 0; ; count++) {
    const taken = take(window, now, spare);
    if (!taken.ok) return { count, window };
    window = taken.value.window;
  }
}

describe('what may be sent to a customer', () => {
  it.each([
    ['a message', message(start), 5, 48 * hour],
    ['a tapped msgmenu item, which comes as a text', message(start, '101'), 3, minute],
    ['a tap on the menu', event('click', start), 3, minute],
    ['a scan from the menu', event('scancode', start), 3, minute],
    ['following', event('subscribe', start), 3, minute],
    ['a scan', event('scan', start), 3, minute],
    ['a link in the menu', event('view', start), 0, minute],
    ['where he is', event('location', start), 0, minute],
  ] as const)('after %s', (...[, push, count, lastsMs]) => {
    expect(takeAll(opened(push), start).count).toBe(count);
    expect(takeAll(opened(push), after(lastsMs - 1)).count).toBe(count);
    expect(takeAll(opened(push), after(lastsMs)).count).toBe(0);
  });

  it('counts anew with each message, and does not add up', () => {
    const used = takeAll(opened(message(start)), start).window;

    expect(takeAll(opened(message(after(hour)), used), after(hour)).count).toBe(5);
    expect(takeAll(opened(message(after(1)), opened(message(start))), after(1)).count).toBe(5);
  });

  it("stands beside what a tap gives, and takes the tap's first", () => {
    const both = opened(event('click', after(hour)), opened(message(start)));

    expect(takeAll(both, after(hour)).count).toBe(8);
    const three = [1, 2, 3].reduce((window) => {
      const taken = take(window, after(hour), 0);
      return taken.ok ? taken.value.window : window;
    }, both);
    expect(takeAll(three, after(hour + 2 * minute)).count).toBe(5);
  });

  it('leaves the last one to an agent', () => {
    const { count, window } = takeAll(opened(message(start)), start, 1);

    expect(count).toBe(4);
    expect(take(window, start, 0).ok).toBe(true);
  });

  it('has one more when one was certainly not sent, and never more than WeChat gives', () => {
    const { window } = takeAll(opened(message(start)), start);

    expect(takeAll(giveBack(window, 'message', wechatWindowRules), start).count).toBe(1);
    expect(takeAll(giveBack(opened(message(start)), 'message', wechatWindowRules), start).count).toBe(5);
  });

  it('is nothing once WeChat says so, until the customer does something', () => {
    for (const told of ['used_up', 'closed'] as const) {
      const window = corrected(opened(message(start)), told);

      expect(takeAll(window, start).count).toBe(0);
      expect(takeAll(opened(message(after(minute)), window), after(minute)).count).toBe(5);
    }
  });

  it('tells how many are left, and when the longest of it ends', () => {
    const both = opened(event('click', after(hour)), opened(message(start)));

    expect(summaryAt(both, after(hour))).toEqual({ left: 8, closesAt: after(48 * hour) });
    expect(summaryAt(both, after(48 * hour))).toBeUndefined();
  });
});
