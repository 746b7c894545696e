import { describe, expect, it } from '@jest/globals';
import { renderTappable, withoutTaps } from '../../src/lib/tappable.ts';

const text = '请回复 [[转人工]]，或看看 [[帮助]]。';

describe('words to tap', () => {
  it('are links in WeChat, each with an id of its own', () => {
    const rendered = renderTappable(text, true);

    expect(rendered.match(/msgmenuid=\d+/g)).toEqual(['msgmenuid=101', 'msgmenuid=102']);
    expect(rendered).toContain('>转人工</a>');
  });

  it('are words in brackets where links are turned off', () => {
    expect(renderTappable(text, false)).toBe('请回复 「转人工」，或看看 「帮助」。');
  });

  it('are plain words for an agent who reads along', () => {
    expect(withoutTaps(renderTappable(text, true))).toBe('请回复 转人工，或看看 帮助。');
  });

  it('leave any other markup as it was written', () => {
    const other = '<a href="http://example.com">1</a> < 2';

    expect(withoutTaps(other)).toBe(other);
  });
});
