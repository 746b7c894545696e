import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OpenId } from '../../src/domain/ids.ts';
import type { Push } from '../../src/domain/push.ts';
import type { PassiveReply } from '../../src/domain/reply.ts';
import { buildReply } from '../../src/wechat/build-reply.ts';
import { cleanText, cutToBytes } from '../../src/wechat/clean-text.ts';
import { parseXml } from '../../src/wechat/xml.ts';

const origin = { key: 'm:1', to: 'gh_1', from: 'o1' as OpenId, createdAt: new Date(1714112445000) };
const message: Push = { ...origin, kind: 'message', type: 'text', content: '你好', msgId: '1' };
const tap: Push = { ...origin, kind: 'event', type: 'click', eventKey: 'HELP' };
const at = new Date(1714112446789);
const head =
  '<xml><ToUserName><![CDATA[o1]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1714112446</CreateTime>';
const article = { title: 'T', description: 'D', picUrl: 'https://example.com/p', url: 'https://example.com/u' };

function contentOf(text: string): unknown {
  const parsed = parseXml(buildReply({ kind: 'text', text }, message, at));
  return parsed.ok ? parsed.value.get('Content') : parsed.error;
}

/** What breaks out of CDATA, what XML forbids, and everything else. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(']', '>', '<', '&', '\r', '\n', '\0', '\ud800', '好', ']]>', '<![CDATA[', '</xml>'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

const everyKind: [string, (text: string) => PassiveReply][] = [
  ['image', (text) => ({ kind: 'image', mediaId: text })],
  ['voice', (text) => ({ kind: 'voice', mediaId: text })],
  ['video', (text) => ({ kind: 'video', mediaId: text, title: text, description: text })],
  ['music', (text) => ({ kind: 'music', thumbMediaId: text, title: text, description: text, url: text, hqUrl: text })],
  ['transfer', (text) => ({ kind: 'transfer', account: text })],
];

/** All texts of a parsed reply, in order; the first four are whom it goes to, from whom, when, and its kind. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Map) return [...value.values()].flatMap(leavesOf);
  return Array.isArray(value) ? value.flatMap(leavesOf) : [];
}

describe('building a passive reply', () => {
  it.each<[string, PassiveReply, string]>([
    ['text', { kind: 'text', text: '您好\n请稍候' }, '<Content><![CDATA[您好\n请稍候]]></Content>'],
    ['image', { kind: 'image', mediaId: 'm' }, '<Image><MediaId><![CDATA[m]]></MediaId></Image>'],
    ['voice', { kind: 'voice', mediaId: 'm' }, '<Voice><MediaId><![CDATA[m]]></MediaId></Voice>'],
    [
      'video',
      { kind: 'video', mediaId: 'm', title: 'T', description: 'D' },
      '<Video><MediaId><![CDATA[m]]></MediaId><Title><![CDATA[T]]></Title><Description><![CDATA[D]]></Description></Video>',
    ],
    [
      'music',
      { kind: 'music', thumbMediaId: 'm', title: 'T', url: 'u', hqUrl: 'h' },
      '<Music><Title><![CDATA[T]]></Title><MusicUrl><![CDATA[u]]></MusicUrl><HQMusicUrl><![CDATA[h]]></HQMusicUrl><ThumbMediaId><![CDATA[m]]></ThumbMediaId></Music>',
    ],
    [
      'news',
      { kind: 'news', articles: [article] },
      '<ArticleCount>1</ArticleCount><Articles><item><Title><![CDATA[T]]></Title><Description><![CDATA[D]]></Description><PicUrl><![CDATA[https://example.com/p]]></PicUrl><Url><![CDATA[https://example.com/u]]></Url></item></Articles>',
    ],
  ])('writes %s as WeChat reads it, addressed back', (type, reply, body) => {
    expect(buildReply(reply, message, at)).toBe(`${head}<MsgType><![CDATA[${type}]]></MsgType>${body}</xml>`);
  });

  it('writes nothing as success', () => {
    expect(buildReply({ kind: 'none' }, message, at)).toBe('success');
  });

  it('transfers a message to 客服, to a named account or to any', () => {
    const type = '<MsgType><![CDATA[transfer_customer_service]]></MsgType>';

    expect(buildReply({ kind: 'transfer' }, message, at)).toBe(`${head}${type}</xml>`);
    expect(buildReply({ kind: 'transfer', account: 'a@gh' }, message, at)).toBe(
      `${head}${type}<TransInfo><KfAccount><![CDATA[a@gh]]></KfAccount></TransInfo></xml>`,
    );
    expect(() => buildReply({ kind: 'transfer' }, tap, at)).toThrow('messages only');
  });

  it('shows one article in answer to a message, up to eight in answer to a menu tap', () => {
    const news: PassiveReply = { kind: 'news', articles: Array.from({ length: 9 }, () => article) };

    expect(buildReply(news, message, at)).toContain('<ArticleCount>1</ArticleCount>');
    expect(buildReply(news, tap, at).match(/<item>/g)).toHaveLength(8);
  });

  it('says, for any text, what the text says without what XML forbids', () => {
    fc.assert(
      fc.property(anyText, (text) => contentOf(text) === cutToBytes(cleanText(text), 2048)),
      { numRuns: 50_000 },
    );
  });

  it.each(everyKind)('carries any text in any field, whatever it is written with: %s', (_, replyOf) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseXml(buildReply(replyOf(text), message, at));

        const told = parsed.ok ? leavesOf(parsed.value).slice(4) : [];
        expect(new Set(told)).toEqual(new Set([cleanText(text)]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('carries any text in any field of an article', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const articles = [{ title: text, description: text, picUrl: text, url: text }];
        const parsed = parseXml(buildReply({ kind: 'news', articles }, message, at));

        const told = parsed.ok ? leavesOf(parsed.value).slice(4) : [];
        expect(told).toEqual(['1', ...Array<string>(4).fill(cleanText(text))]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves no control character, no lone surrogate', () => {
    expect(contentOf('a\u0000\u0008\u001f\ufffe\ud800b\tc\r\nd😀')).toBe('ab\tc\nd😀');
  });

  it('cuts a text at 2,048 bytes without splitting a character', () => {
    expect(contentOf('好'.repeat(700))).toBe('好'.repeat(682));
    expect(contentOf(`a${'😀'.repeat(600)}`)).toBe(`a${'😀'.repeat(511)}`);
    expect(contentOf('好'.repeat(682) + 'ab')).toBe('好'.repeat(682) + 'ab');
  });
});
