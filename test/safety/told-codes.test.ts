import { describe, expect, it } from '@jest/globals';
import { createRedactor } from '../../src/safety/redact.ts';

const redact = createRedactor();
const typesIn = (text: string) => redact(text).findings.map(({ type }) => type);

describe('six digits by themselves', () => {
  it.each([
    '482913',
    '是482913吗',
    '我跟他说了482913',
    '他让我念手机上的，482913',
    '手机上来了个数 482913 要不要告诉他',
    '4️⃣8️⃣2️⃣9️⃣1️⃣3️⃣ 是谁发的',
    '四八二九一三填了没用',
    '他一直催，我就482913这样告诉他了',
    'I told the agent 482913 over phone',
  ])('are taken for a code: %s', (text) => expect(typesIn(text)).toEqual(['code']));

  it.each([
    '单号482913',
    '核销码 482913',
    '[482913] error',
    'uid 482913',
    '转了482913元',
    '482913 SHIB 没到',
    '大概 482913',
    '666666',
    '100000',
    '车牌194507 可以吗',
  ])('are left where something says what else they are: %s', (text) => expect(typesIn(text)).toEqual([]));

  it('are left where the customer has us check a caller’s code', () => {
    expect(typesIn('验证 482913')).toEqual([]);
    expect(typesIn('验证码 482913')).toEqual(['code']);
  });
});

describe('a password', () => {
  it.each([
    ['mima是a123456', '[密码]'],
    ['密码从旧的abc123改成xyz789都不行', 'xyz'],
    ['密码哪里不对？Home2018', 'Home'],
    ['登录名 lily@mail.example ---- lily520520', '520520'],
    ['手机号/密码：13800138000/abc12345', 'abc'],
    ['password Hunter2! wrong', 'Hunter'],
  ])('is masked however it is told: %s', (text, part) => {
    expect(typesIn(text)).toContain('password');
    if (part !== '[密码]') expect(redact(text).masked).not.toContain(part);
  });

  it.each(['密码忘了，JD932081146650 没到账', '密码忘了怎么办？iPhone15', '屏幕 5mm', '密码错误5次'])(
    'is not seen in %s',
    (text) => expect(typesIn(text)).toEqual([]),
  );
});

describe('numbers written without a space between them', () => {
  it('are found, each by its own check', () => {
    expect(typesIn('陈静11010519491231002X13800138000')).toEqual(['id_card', 'phone']);
    expect(typesIn('陈静11010519491231003X13800138000')).toEqual([]);
  });
});

describe('a security code', () => {
  it('is known by the card before it, with or without the month', () => {
    expect(typesIn('4111 1111 1111 1111，06/29，374')).toEqual(['bank_card', 'cvv']);
    expect(typesIn('4111 1111 1111 1111 374')).toEqual(['bank_card', 'cvv']);
    expect(typesIn('4111 1111 1111 1111 扣了374元')).toEqual(['bank_card']);
  });
});
