import { describe, expect, it } from '@jest/globals';
import { check } from 'recheck';
import { closing, opening } from '../../src/knowledge/matching/fillers.ts';
import { findRule, rules } from '../../src/knowledge/rules/find-rule.ts';

describe('the rules', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s is for its example and not for what looks like it',
    (_, rule) => {
      expect(findRule(rule.example)?.id).toBe(rule.id);
      expect(findRule(rule.notFor)?.id).not.toBe(rule.id);
    },
  );

  it('reads the urgent ones first', () => {
    expect(findRule('转人工，我的账号被盗了')?.priority).toBe('urgent');
    expect(findRule('我要投诉，我被骗了两万')?.priority).toBe('urgent');
  });

  it('leaves a game, a story and what is only feared alone', () => {
    for (const text of ['游戏里的皮肤被偷了', '这部小说里主角的密码被盗了', '怕手机被偷怎么设置密码']) {
      expect(findRule(text)?.priority).not.toBe('urgent');
    }
  });

  it('takes being cheated of money over a game as seriously as any other', () => {
    expect(findRule('玩游戏买装备被骗了五百块')?.priority).toBe('urgent');
  });

  it('has no pattern that a hostile text can slow down', async () => {
    const patterns = [opening, closing, ...rules.flatMap(({ says, unless }) => [...says, ...(unless ?? [])])];
    // One after the other: the checker's time is the clock's, and side by side they would take it from each other.
    const found = [];
    for (const { source, flags } of patterns) found.push(await check(source, flags, { timeout: 30_000 }));
    expect(found.filter(({ status }) => status !== 'safe').map(({ source, status }) => `${status}: ${source}`)).toEqual(
      [],
    );
  }, 240_000);
});
