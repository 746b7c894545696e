import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFlat } from '../../src/wechat/flat-xml.ts';
import { parseXml, readAny } from '../../src/wechat/xml.ts';
import { events, eventXml, messages, messageXml } from '../support/wechat-pushes.ts';

const read = (inner: string) => {
  const parsed = parseXml(`<xml>${inner}</xml>`);
  return parsed.ok ? Object.fromEntries(parsed.value) : parsed.error;
};

describe('reading XML', () => {
  it.each(['007', '1e5', '0x1F', '+8613800138000', 'true', ' 42 ', '7361932489124810752'])(
    'keeps %p as text',
    (text) => {
      expect(read(`<Content><![CDATA[${text}]]></Content>`)).toEqual({ Content: text });
      expect(read(`<Content>${text}</Content>`)).toEqual({ Content: text });
    },
  );

  it('decodes the five predefined entities outside CDATA alone', () => {
    expect(read('<A>&lt;&gt;&quot;&apos;&amp;lt;</A><B><![CDATA[&lt;]]></B>')).toEqual({ A: `<>"'&lt;`, B: '&lt;' });
  });

  it('joins a text that was split over CDATA sections', () => {
    expect(read('<A><![CDATA[a]]]]><![CDATA[>b]]></A>')).toEqual({ A: 'a]]>b' });
  });

  it("keeps a customer's words about declarations", () => {
    expect(read('<Content><![CDATA[<!DOCTYPE html><!ENTITY a "b">]]></Content>')).toEqual({
      Content: '<!DOCTYPE html><!ENTITY a "b">',
    });
  });

  it('reads one repeatable element as it reads several', () => {
    expect(read('<L><List><A>1</A></List></L>')).toEqual({ L: new Map([['List', [new Map([['A', '1']])]]]) });
    expect(read('<item>1</item><item>2</item>')).toEqual({ item: ['1', '2'] });
  });

  it.each([
    ['an unclosed element', '<xml><Content>hello'],
    ['JSON', '{"a":1}'],
    ['nothing', ''],
    ['wrong nesting', '<xml><b><c></b></c></xml>'],
    ['another root', '<html><a>1</a></html>'],
    ['two roots', '<xml><a>1</a></xml><xml><a>1</a></xml>'],
    ['text after the root', '<xml><a>1</a></xml>x'],
    ['text beside elements', '<xml><a>1</a>x</xml>'],
    ['no elements', '<xml>hello</xml>'],
    ['a repeated element', '<xml><FromUserName>a</FromUserName><FromUserName>b</FromUserName></xml>'],
    ['an attribute', '<xml><a b="c">1</a></xml>'],
    ['a comment', '<xml><!-- --><a>1</a></xml>'],
    ['a DOCTYPE', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>'],
    ['a DOCTYPE behind an attribute', '<xml a="<![CDATA["><!DOCTYPE x []><x b="]]>"></x></xml>'],
    ['a style sheet', '<?xml-stylesheet href="a"?><xml><a>1</a></xml>'],
    ['an operator as a name', '<xml><FromUserName><$gt/></FromUserName></xml>'],
    ['a prototype as a name', '<xml><__proto__>1</__proto__></xml>'],
    ['unclosed CDATA', '<xml><a><![CDATA[1</a></xml>'],
    ['a lone ampersand', '<xml><a>a & b</a></xml>'],
    ['65 elements', `<xml>${Array.from({ length: 64 }, (_, n) => `<A${n}>1</A${n}>`).join('')}</xml>`],
    ['nine levels', `<xml>${'<A>'.repeat(9)}1${'</A>'.repeat(9)}</xml>`],
  ])('refuses %s', (_, xml) => {
    expect(parseXml(xml)).toEqual({ ok: false, error: 'malformed' });
  });

  it('reads a prolog and the white space around elements', () => {
    expect(parseXml('<?xml version="1.0" encoding="UTF-8"?>\n<xml>\n  <A>1</A>\r\n</xml>\n')).toMatchObject({
      ok: true,
    });
  });
});

describe('the short cut for flat bodies', () => {
  const oddText = fc.constantFrom('<', '>', '&', '&amp;', ']]>', ']]', '<![CDATA[', '\r\n', '\n', '\0', '<b/>', '</A>');
  const plainText = fc.oneof(
    fc.constantFrom(' ', '好', '😀', ']', '>', ''),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
    fc.oneof({ arbitrary: usual, weight: 12 }, { arbitrary: odd, weight: 1 });
  const name = mostly(
    fc.constantFrom('Content', 'MsgId', 'bizmsgmenuid', 'A_1', 'A', 'B', 'C', 'D'),
    fc.constantFrom('toString', 'item', 'List', 'A ', 'A:b', '1', 'A/', '/A'),
  );
  const leaf = fc.record({
    name,
    text: fc.array(mostly(plainText, oddText), { maxLength: 3 }).map((pieces) => pieces.join('')),
    gap: mostly(fc.constantFrom('', '\n', ' \t'), fc.constantFrom('\r', 'x', '\u00a0')),
    isCdata: fc.boolean(),
  });
  const body = fc
    .record({
      before: mostly(fc.constant(''), fc.constantFrom('\n', '<?xml version="1.0"?>', '\ufeff')),
      leaves: fc.array(leaf, { minLength: 1, maxLength: 4 }),
      after: mostly(fc.constantFrom('', '\n'), fc.constantFrom('x', '</xml>', '<xml>')),
    })
    .map(({ before, leaves, after }) => {
      const inner = leaves.map(
        (one) => `<${one.name}>${one.isCdata ? `<![CDATA[${one.text}]]>` : one.text}</${one.name}>${one.gap}`,
      );
      return `${before}<xml>${inner.join('')}</xml>${after}`;
    });

  it('reads nothing otherwise than the general reading', () => {
    let taken = 0;
    fc.assert(
      fc.property(body, (xml) => {
        const flat = readFlat(xml);
        if (flat === undefined) return;
        taken += 1;

        expect(readAny(xml)).toEqual(flat);
      }),
      { numRuns: 20_000 },
    );

    expect(taken).toBeGreaterThan(2_000);
  });

  it.each([
    ...messages.map(([type, fields]) => messageXml(type, fields)),
    ...events.map(([event, fields]) => eventXml(event, fields)),
  ])('agrees on every real push: %#', (xml) => {
    expect(readFlat(xml) ?? readAny(xml)).toEqual(readAny(xml));
  });

  it('takes every text push', () => {
    expect(readFlat(messageXml('text', { Content: '<![CDATA[你好]]>' }))).toBeDefined();
  });
});
