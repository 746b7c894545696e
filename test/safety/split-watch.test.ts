import { describe, expect, it } from '@jest/globals';
import { createRedactor } from '../../src/safety/redact.ts';
import { createSplitWatch } from '../../src/safety/split-watch.ts';

const redact = createRedactor();
const findSplit = createSplitWatch({ redact });

describe('a secret that comes in two messages', () => {
  it.each([
    ['6222 0212 3456', '7890 128', 'bank_card'],
    ['我的卡号62220212', '34567890128 帮我查下', 'bank_card'],
    ['身份证110105', '19491231002X', 'id_card'],
    ['138001', '38000', 'phone'],
    ['我的验证码是', '48392', 'code'],
    ['验证码', '我收到 4839', 'code'],
    ['登录密码：', 'Abc12345', 'password'],
    ['帮我改个密码', '改成 Abc12345', 'password'],
    ['我要设新密码', '请帮我设为Abc12345', 'password'],
    ['CVV', '123', 'cvv'],
    ['助记词 legal winner thank year wave sausage', 'worth useful legal winner thank yellow', 'seed_phrase'],
    ['我的私钥是', '4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318', 'private_key'],
  ])('is masked in both: 「%s」, then 「%s」', (previous, text, type) => {
    const split = findSplit(previous, text);

    expect(split?.types).toEqual([type]);
    const stored = `${split?.previous ?? ''}${split?.text ?? ''}`;
    const digits = /\d{3}|Abc12345|sausage|yellow|4c0883/;
    expect(stored).not.toMatch(digits);
  });

  it.each([
    ['转账多久到账', '急'],
    ['订单号20261122', '143055123'],
    ['我等了10分钟', '20分钟了'],
    ['金额 4500', '3200'],
    ['要我验证码', '损失了2000'],
    ['他问我密码', '然后转走3000元'],
    ['验证码收不到', '2026年11月22日'],
    ['要改密码', '手机号改成新的 iPhone15'],
    ['我的手机号13800138000', '收不到短信'],
  ])('is not seen in 「%s」, then 「%s」', (previous, text) => {
    expect(findSplit(redact(previous).masked, text)).toBeUndefined();
  });

  it('leaves the words around it', () => {
    expect(findSplit('你好，卡号62220212', '34567890128 帮我查下')).toMatchObject({
      previous: '你好，卡号[已隐藏]',
      text: '[已隐藏] 帮我查下',
    });
  });
});
