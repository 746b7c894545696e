import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Match } from '../../src/domain/knowledge.ts';
import { createExplain, type Explanation } from '../../src/knowledge/matching/explain.ts';
import { createMatcherFrom } from '../../src/knowledge/matching/matcher.ts';
import { learn } from '../../src/knowledge/matching/model.ts';
import { processorMs } from '../support/processor-time.ts';
import { shippedKnowledge } from './shipped.ts';

let match: (text: string) => Match;
let explain: (text: string) => Explanation;

beforeAll(async () => {
  const { entries } = await shippedKnowledge();
  const model = learn(entries);
  match = createMatcherFrom(model).match;
  explain = createExplain(model);
});

describe('matching', () => {
  it.each([
    ['提现到银行卡要等几天', '提現到銀行卡要等幾天'],
    ['忘记支付密码怎么办', '忘記支付密碼怎麼辦'],
    ['充值失败了', '儲值失敗了'],
  ])('reads %s and %s alike', (simplified, traditional) => {
    expect(match(traditional).ranked[0]).toBe(match(simplified).ranked[0]);
    expect(match(traditional).ranked[0]).toBeDefined();
  });

  it.each([
    ['登录密码忘季了', 'forgot-password'],
    ['提现没到帐', 'withdraw-not-arrived'],
    ['绑定银行咔', 'bind-card'],
    ['收部到验证码', 'code-not-received'],
  ])('sees through the slip in %s', (text, entry) => {
    expect(match(text).ranked[0]).toBe(entry);
  });

  it('answers a question that it knows, and is surer of it than of one that it half knows', () => {
    expect(match('收不到短信验证码').best).toBe('code-not-received');
    expect(match('收不到短信验证码').score).toBeGreaterThan(match('收不到快递').score);
  });

  it.each(['红烧排骨要炖多久', '这部电影的导演是谁', '高铁票怎么改签', '帮我查一下明天的航班', '小狗几个月可以打疫苗'])(
    'does not answer %s',
    (text) => {
      expect(match(text).best).toBeUndefined();
    },
  );

  it('is nobody the wiser for nothing at all', () => {
    expect(match('')).toEqual({ score: 0, ranked: [] });
    expect(match('😭😭！！')).toEqual({ score: 0, ranked: [] });
  });

  it('ranks five entries at most, each once', () => {
    const { ranked } = match('我的钱');
    expect(ranked.length).toBeLessThanOrEqual(5);
    expect(new Set(ranked).size).toBe(ranked.length);
  });

  it('takes a text of any length in a bounded time', () => {
    const story = '昨天晚上我在家里吃饭的时候手机响了，有个人说我的账户有问题。'.repeat(400);
    expect(processorMs(() => match(story))).toBeLessThan(200);
  });
});

describe('explaining a match', () => {
  it('says the same as matching, and why', () => {
    const explanation = explain('提现没到帐');
    const [first] = explanation.candidates;

    expect(explanation.read).toBe('提现没到账');
    expect(explanation.confidence).toBe(match('提现没到帐').score);
    expect(first?.entry).toBe(match('提现没到帐').ranked[0]);
    expect(first?.phrasings[0]?.likeness).toBeGreaterThan(0.5);
  });

  it('accounts for the whole value of an entry by its views', () => {
    const [first] = explain('支付密码忘了怎么改').candidates;
    const sum = Object.values(first?.views ?? {}).reduce((all, share) => all + share, 0);
    expect(sum).toBeCloseTo(first?.value ?? 0, 3);
  });
});
