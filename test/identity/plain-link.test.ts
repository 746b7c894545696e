import { describe, expect, it } from '@jest/globals';
import { findIn } from '../safety/corpus.ts';

const official = (text: string) => {
  const { links, contacts } = findIn(text);
  return [...links, ...contacts].some((found) => found.official);
};

describe('what is made to pass for an official link', () => {
  it.each([
    'https://wallet.example\\@evil.com',
    'https://wallet.example:443@evil.com',
    'https://wallet.example%2F.evil.com',
    'https://wallet.example%00.evil.com',
    'https://wallet.example:evil.com',
    'https://wallet。example.evil.com',
    'https://wallet.example。evil.com',
    'https://wallet.example。evil.ru/x',
    'wallet.example。evil.ru',
    'wallet.example·evil.ru',
    'https://wallet.exаmple',
    'https://wallet.\u202eexample.evil.com',
    'https:wallet.example@evil.com',
    'data:text/html,<a href=https://evil.com>wallet.example</a>',
    "javascript:location='https://evil.com'//wallet.example",
    'sample-wallet.evil.com',
  ])('is never confirmed: %s', (text) => expect(official(text)).toBe(false));

  it.each(['xn--wallet-example-abc.com', 'data:text/html;base64,PHNjcmlwdD4=', 'javascript:alert(1)', 'weixin://dl/x'])(
    'is seen as a link: %s',
    (text) => expect(findIn(text).links).toMatchObject([{ official: false }]),
  );

  it.each([
    'https://wallet.example',
    '官网是wallet.example。对吗',
    'https://wallet.example。谢谢',
    'https://wallet.example:8443/a?b=c@d',
    'wallet。example 是你们的吗',
  ])('leaves what is official: %s', (text) => expect(official(text)).toBe(true));
});

describe('what is made to pass for an official contact', () => {
  it.each([
    'help@wallet.example@evil.com',
    '"help@wallet.example"@evil.com',
    'help@wаllet.example',
    '微信 ѕample-wallet',
    '示例钱包极速版是官方的吗',
    '山寨示例钱包是你们的吗',
  ])('is never confirmed: %s', (text) => expect(official(text)).toBe(false));

  it.each(['help@wallet.example', '微信 sample-wallet 是你们的吗', '示例钱包是官方的吗'])(
    'leaves what is official: %s',
    (text) => expect(official(text)).toBe(true),
  );

  it('reads a landline from abroad as the same number', () => {
    expect(findIn('+86 10 8888 9999 打来的').contacts).toMatchObject([{ kind: 'phone', value: '01088889999' }]);
  });
});
