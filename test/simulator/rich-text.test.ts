import { describe, expect, it } from '@jest/globals';
import { readable, segmentsOf } from '../../src/simulator/phone/rich-text.ts';
import { processorMs } from '../support/processor-time.ts';

describe('a text on the phone', () => {
  it('has links and items to tap where WeChat makes them', () => {
    const text =
      '请看<a href="https://example.com/help">帮助</a>或点<a href="weixin://bizmsgmenu?msgmenucontent=转人工&msgmenuid=103">人工</a>。';

    expect(segmentsOf(text)).toEqual([
      { kind: 'plain', text: '请看' },
      { kind: 'link', text: '帮助', url: 'https://example.com/help' },
      { kind: 'plain', text: '或点' },
      { kind: 'choice', text: '人工', id: '103', content: '转人工' },
      { kind: 'plain', text: '。' },
    ]);
  });

  it('makes a link of a bare address, and leaves the Chinese after it alone', () => {
    expect(segmentsOf('官网https://example.com/a?b=1，请核对')).toEqual([
      { kind: 'plain', text: '官网' },
      { kind: 'link', text: 'https://example.com/a?b=1', url: 'https://example.com/a?b=1' },
      { kind: 'plain', text: '，请核对' },
    ]);
  });

  it.each(['<a href="javascript:alert(1)">点我</a>', '<a href="weixin://dance">点我</a>', '<a href="">点我</a>'])(
    'follows nothing else: %s',
    (text) => {
      expect(segmentsOf(text)).toEqual([{ kind: 'plain', text: '点我' }]);
    },
  );

  it.each(['<script>alert(1)</script>', '<a>点我</a>', '1 < 2', '<a href="x"'])(
    'shows other markup as it is: %s',
    (text) => {
      expect(readable(text)).toBe(text);
    },
  );

  it('is read in time that grows with its length alone', () => {
    const taken = processorMs(() => {
      segmentsOf('<a href='.repeat(5000));
      segmentsOf('<a '.repeat(10_000));
    });

    expect(taken).toBeLessThan(1000);
  });
});
