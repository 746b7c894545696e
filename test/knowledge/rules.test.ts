import { describe, expect, it } from '@jest/globals';
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
});
