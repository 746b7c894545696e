import { describe, expect, it } from '@jest/globals';
import { isFewWords, remembering } from '../../src/lib/remembering.ts';

describe('a function that knows its last answers', () => {
  it('finds an answer once where it may be kept, each time where not, and keeps no more than it may', () => {
    const asked: string[] = [];
    const find = remembering(
      (text) => {
        asked.push(text);
        return { text };
      },
      { keeps: (text) => text !== '密码', most: 2 },
    );
    for (const text of ['客服', '客服', '密码', '密码', '帮助', '公告', '客服']) expect(find(text)).toEqual({ text });
    expect(asked).toEqual(['客服', '密码', '密码', '帮助', '公告', '客服']);
  });

  it.each([
    ['客服', true],
    ['忘记密码怎么办？', true],
    ['转账5没到', false],
    ['wallet.example', false],
    ['苹果香蕉西瓜葡萄草莓樱桃', false],
    ['', false],
  ])('takes %j for a few words: %s', (text, few) => {
    expect(isFewWords(text)).toBe(few);
  });
});
