import { describe, expect, it } from '@jest/globals';
import { createRegistryLookup, parseRegistry } from '../../src/identity/registry.ts';

function lookup(yaml: string) {
  const parsed = parseRegistry(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return createRegistryLookup(parsed.value).findIn;
}

const findIn = lookup(`
channels:
  - { kind: website, value: shop.test, name: Shop }
  - { kind: website, value: login.pay.example, name: Sign-in }
  - { kind: phone, value: 010-12345678, name: Office }
  - { kind: phone, value: 95000, name: Line }
  - { kind: email, value: "@shop.test", name: Mail }
  - { kind: email, value: ceo@pay.example, name: Boss }
  - { kind: wechat, value: shop-help, name: Account }
  - { kind: qq, value: 800000001, name: QQ }
  - { kind: account, value: 6222 0212 3456 7890 128, name: Deposits }
  - { kind: website, value: 示例钱包.com, name: Han }
`);

describe('a registry', () => {
  it('may be any: numbers keep their zeros, unknown keys are no fault', () => {
    expect(parseRegistry('channels: []')).toEqual({ ok: true, value: { channels: [] } });
    expect(parseRegistry('channels: [{kind: phone, value: 010-1234567, name: a, colour: red}]').ok).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['channels: [{kind: fax, value: 1, name: a}]', 'an unknown kind'],
    ['channels: [{kind: website, value: "not a host", name: a}]', 'a website without a host'],
    ['channels: [{kind: email, value: nobody, name: a}]', 'an address without @'],
    ['channels: [', 'broken YAML'],
  ])('is refused with each fault named: %s (%s)', (yaml) => {
    const parsed = parseRegistry(yaml);

    expect(parsed).toMatchObject({ ok: false, error: [{ file: 'registry.yaml' }] });
  });
});

describe('a link', () => {
  it.each([
    'https://shop.test/a',
    'a.b.shop.test',
    'SHOP.TEST',
    'shop。test',
    'https://login.pay.example',
    '请打开示例钱包.com',
  ])('is official under a listed domain: %s', (text) => expect(findIn(text).links).toMatchObject([{ official: true }]));

  it.each([
    'https://shop.test.evil.com',
    'https://shop.test@evil.com',
    'my-shop.test',
    'https://pay.example',
    'https://evil.com/?to=shop.test',
    'shор.test',
  ])('is not official anywhere else: %s', (text) => {
    expect(findIn(text).links.map(({ official }) => official)).toEqual([false]);
  });
});

describe('a contact', () => {
  it.each([
    ['010-12345678', 'phone'],
    ['（010）1234 5678 打来的', 'phone'],
    ['零一零幺二三四五六七八是你们的吗', 'phone'],
    ['95000 是客服吗', 'phone'],
    ['someone@shop.test', 'email'],
    ['CEO@pay.example', 'email'],
    ['微信 shop-help', 'wechat'],
    ['QQ 800000001', 'qq'],
    ['转到账户6222021234567890128', 'account'],
  ])('is official however it is written: %s', (text, kind) => {
    expect(findIn(text).contacts).toContainEqual(expect.objectContaining({ kind, official: true }));
  });

  it.each([
    ['010-12345679 打来的', 'phone'],
    ['95001 是客服吗', 'phone'],
    ['someone@shop.test.cn', 'email'],
    ['boss@pay.example', 'email'],
    ['微信 shop-help2', 'wechat'],
    ['扣扣：800000002', 'qq'],
    ['加V kefu_888', 'wechat'],
    ['telegram @shop_help', 'social'],
    ['转到账户6222021234567890136', 'account'],
    ['打到 TJRabPrwbZy45sbavfcjinPJC18kjpRTv8', 'account'],
  ])('is not official when it is another: %s', (text, kind) => {
    const { contacts } = findIn(text);

    expect(contacts).toContainEqual(expect.objectContaining({ kind, official: false }));
    expect(contacts.some(({ official }) => official)).toBe(false);
  });

  it.each(['订单号20261122143055123', '转账 12345.67 元', '2026-11-22 14:30', '验证码 483920', '我住 1203 室'])(
    'is not seen in %s',
    (text) => expect(findIn(text).contacts).toEqual([]),
  );
});
