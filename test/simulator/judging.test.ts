import { afterEach, describe, expect, it } from '@jest/globals';
import { sampleAccount } from '../../src/simulator/account.ts';
import type { XmlFields } from '../../src/simulator/wire/xml.ts';
import {
  account,
  replyXml,
  sealReply,
  startSimulator,
  textReply,
  type Product,
  type Started,
} from './support/echo-product.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

const other = sampleAccount('另一个');
const article = {
  Title: '标题',
  Description: '说明',
  PicUrl: 'https://example.com/1.png',
  Url: 'https://example.com/',
};
const news = (count: number, told = count): XmlFields => ({
  MsgType: 'news',
  ArticleCount: told,
  Articles: { item: Array.from({ length: count }, () => article) },
});
const sends =
  (fields: XmlFields): Product =>
  ({ plain }) =>
    replyXml(plain, fields);

async function judgedInSafeMode(product: Product) {
  started = await startSimulator(product);
  return started.simulator.pushes.text('o1', '你好');
}

describe('an answer that WeChat does not take', () => {
  it.each<[string, string, Product]>([
    ['JSON', 'not_xml', () => '{"ok":true}'],
    ['a page', 'not_xml', () => '<html><body>500</body>'],
    ['a reply in the clear', 'not_encrypted', (pushed) => ` ${textReply(pushed, '好')}`],
    [
      'another token’s signature',
      'bad_signature',
      (p) => sealReply(textReply(p, '好'), { ...account, token: 'other' }),
    ],
    [
      'another account’s reply',
      'wrong_appid',
      (p) => sealReply(textReply(p, '好'), { ...account, appId: other.appId.replace('0', '1') }),
    ],
    ['a reply to someone else', 'wrong_recipient', sends({ ToUserName: 'o2', MsgType: 'text', Content: '好' })],
    ['a reply from someone else', 'wrong_sender', sends({ FromUserName: 'gh_2', MsgType: 'text', Content: '好' })],
    ['a reply without a time', 'no_create_time', sends({ CreateTime: 'now', MsgType: 'text', Content: '好' })],
    ['a type that there is not', 'unknown_type', sends({ MsgType: 'file' })],
    ['a text without words', 'empty_content', sends({ MsgType: 'text', Content: '' })],
    ['a text of 2,049 bytes', 'content_too_long', sends({ MsgType: 'text', Content: 'a'.repeat(2049) })],
    ['a picture without an id', 'no_media', sends({ MsgType: 'image', Image: { MediaId: '' } })],
    ['two articles for a text', 'wrong_article_count', sends(news(2))],
    ['a wrong count of articles', 'wrong_article_count', sends(news(1, 2))],
  ])('is %s', async (_, problem, product) => {
    expect(await judgedInSafeMode(product)).toMatchObject({ kind: 'fault', problem });
  });

  it('is what another key has sealed', async () => {
    const judged = await judgedInSafeMode((p) => sealReply(textReply(p, '好'), { ...account, aesKey: 'B'.repeat(43) }));

    // Which of the checks a random frame fails first, is chance.
    expect(judged.problem).toMatch(/^(bad_padding|bad_length|wrong_appid)$/);
  });

  it('is final: what came with a 200 is not asked for again', async () => {
    const judged = await judgedInSafeMode(() => '{}');

    expect(judged.attempts).toHaveLength(1);
  });

  it('is a handover of an event to WeChat’s own customer service', async () => {
    started = await startSimulator(sends({ MsgType: 'transfer_customer_service' }));

    expect(await started.simulator.pushes.follow('o1')).toMatchObject({ problem: 'transfer_of_an_event' });
  });
});

describe('an answer that WeChat takes', () => {
  it.each<[string, string, Product]>([
    ['a text of 2,048 bytes', 'a'.repeat(2048), sends({ MsgType: 'text', Content: 'a'.repeat(2048) })],
    ['an article', '标题\n说明', sends(news(1))],
    ['a picture', '[图片]', sends({ MsgType: 'image', Image: { MediaId: 'M1' } })],
    [
      'a text whose markup a reader does not see',
      '看这里',
      sends({ MsgType: 'text', Content: '<a href="https://example.com/">看这里</a>' }),
    ],
  ])('is %s', async (_, words, product) => {
    expect(await judgedInSafeMode(product)).toMatchObject({ kind: 'reply' });
    expect(started?.simulator.transcriptOf('o1').at(-1)).toMatchObject({ from: 'account', words });
  });

  it.each(['success', ''])('is "%s", and shows nothing', async (body) => {
    expect(await judgedInSafeMode(() => body)).toMatchObject({ kind: 'silent' });
  });

  it('is eight articles for an event', async () => {
    started = await startSimulator(sends(news(8)));

    expect(await started.simulator.pushes.follow('o1')).toMatchObject({ kind: 'reply' });
  });

  it('is in the clear in compat mode, too', async () => {
    started = await startSimulator((pushed) => textReply(pushed, '好'), { mode: 'compat' });

    expect(await started.simulator.pushes.text('o1', '你好')).toMatchObject({ kind: 'reply' });
  });

  it('is never encrypted in plain mode', async () => {
    started = await startSimulator((pushed) => sealReply(textReply(pushed, '好')), { mode: 'plain' });

    expect(await started.simulator.pushes.text('o1', '你好')).toMatchObject({ problem: 'unexpected_cipher' });
  });
});
