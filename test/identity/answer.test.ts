import { describe, expect, it } from '@jest/globals';
import { createIdentityAnswer, linkKey } from '../../src/identity/answer.ts';
import { createOutgoingCheck } from '../../src/safety/outgoing-check.ts';
import { findIn, shippedRegistry } from '../safety/corpus.ts';
import { shippedIdentityTexts as texts } from './shipped.ts';

const { judge, tell, certificationFor } = createIdentityAnswer({ registry: shippedRegistry, texts, findIn });
const answer = (text: string, confirmed?: Parameters<typeof tell>[1]) => tell(judge(text), confirmed);
const check = createOutgoingCheck({ findIn });

describe('a pasted link or contact', () => {
  it('is said to be official, with what it is for and never for', () => {
    const [text] = answer('400-000-0000是你们的电话吗');

    expect(text).toContain('在官方名单里');
    expect(text).toContain('不会');
  });

  it.each(['evil.com', '13800138000', '刚才13800138000打来说是客服', '微信kefu888是你们的吗', 'QQ 12345678 是官方吗'])(
    'is never “probably fine” when it is not listed: %s',
    (text) => expect(answer(text)).toEqual([expect.stringMatching(/不在官方名单.*\n.*举报/)]),
  );

  it.each([
    'wallet-example.com',
    'wa11et.example',
    'https://wаllet.example/x',
    'wallet.example.evil.top',
    'walllet.cn',
  ])('is called a likely fake when it is made to look like an official one: %s', (text) =>
    expect(answer(text)[0]).toContain('仿冒'),
  );

  it('is warned of with the count once reports of it are confirmed, before anything else', () => {
    const confirmed = new Map([
      [linkKey('evil.com'), 3],
      ['phone:13800138000', 12],
    ]);

    expect(answer('400-000-0000 和 evil.com', confirmed)[0]).toMatch(/核实为假冒.*3 次/);
    expect(answer('13800138000 是官方的吗', confirmed)[0]).toMatch(/12 次/);
  });

  it.each([
    '我的手机号13800138000收不到短信',
    '我的卡6222021234567890128被扣款',
    '我的邮箱是zhang@qq.com',
    '转账没到账',
  ])('is nothing to judge when it is the customer’s own: %s', (text) => expect(answer(text)).toEqual([]));

  it('is repeated in no answer, so that the answer may be sent and stored', () => {
    const said = answer('evil.com 13800138000 微信kefu888 kefu@evil.com 是你们的吗');

    expect(said.length).toBeGreaterThan(1);
    for (const text of said) {
      expect(text).not.toMatch(/evil|13800138000|kefu/);
      expect(check(text)).toEqual({ ok: true });
    }
  });
});

describe('a question who is behind the account', () => {
  it.each([
    '你们是官方吗',
    '营业执照发我看看',
    '有支付牌照吗',
    '这个公众号是官方的吗',
    '你们公司全称是什么',
    '你们靠谱吗',
  ])('is answered with the certification and that a picture proves nothing: %s', (text) => {
    expect(certificationFor(text)).toContain('示例支付科技有限公司');
    expect(certificationFor(text)).toContain('图片证明不了身份');
  });

  it('is answered without invented facts where the registry has no certification', () => {
    const bare = createIdentityAnswer({ registry: { channels: [] }, texts, findIn });

    expect(bare.certificationFor('你们是官方吗')).toBe(texts.certificationNone);
  });
});
