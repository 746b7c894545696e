import { describe, expect, it } from '@jest/globals';
import { check } from 'recheck';
import { dangerPatterns, dangerTalkIn } from '../../src/dialogue/danger-words.ts';
import { followUpIn, followUpPatterns } from '../../src/dialogue/follow-up-words.ts';

const about = '转账没到账\n转账什么时候到';

describe('a few words that add to a matter', () => {
  it.each([
    ['都2天了', 'late'],
    ['怎么一直转圈', 'late'],
    ['轉帳什麼時候到', 'late'],
    ['試了好幾次', 'stuck'],
    ['咋整啊', 'how'],
    ['急死我了', 'upset'],
    ['建设银行的', 'detail'],
    ['能退吗', 'back'],
    ['截图发给你可以吗', 'send'],
    ['算了不转了', 'drop'],
    ['对', 'yes'],
    ['为什么', 'why'],
    ['钱到了', 'over'],
  ])('are told apart: %s, %s', (text, kind) => {
    expect(followUpIn(text, about)).toBe(kind);
  });

  it('are none where they name another matter, or tell a whole story', () => {
    expect(followUpIn('提现什么时候到', about)).toBeUndefined();
    expect(followUpIn('我昨天下午在超市买东西的时候付款失败了，等了两天钱还没退回来', about)).toBeUndefined();
    expect(followUpIn('你们支持哪些国家', about)).toBeUndefined();
  });
});

describe('what an emergency’s victim says', () => {
  it.each([
    ['他还在电话里催我', 'calling'],
    ['还没转', 'safe'],
    ['我报警了', 'done'],
    ['能不能先把她账户冻了', 'family'],
  ])('is told apart: %s', (text, kind) => {
    expect(dangerTalkIn(text)).toBe(kind);
  });
});

it('no text can slow the patterns down', async () => {
  const found = [];
  for (const { source, flags } of [...followUpPatterns, ...dangerPatterns])
    found.push(await check(source, flags, { timeout: 30_000 }));
  expect(found.filter(({ status }) => status !== 'safe').map(({ source, status }) => `${status}: ${source}`)).toEqual(
    [],
  );
}, 240_000);
