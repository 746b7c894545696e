import { describe, expect, it } from '@jest/globals';
import { blocks } from '../../src/pages/blocks.ts';
import { html } from '../../src/pages/html.ts';

function withoutSpaces(text: string): string {
  return text.replace(/\s*(<[^>]+>)\s*/g, '$1');
}

describe('a page’s templates', () => {
  it('escape every value', () => {
    expect(html`<p title="${`"'`}">${'<&>'}</p>`.text).toBe('<p title="&quot;&#39;">&lt;&amp;&gt;</p>');
  });

  it('keep what they made themselves, alone and in lists', () => {
    const items = ['<', 2].map((item) => html`<b>${item}</b>`);

    expect(html`<p>${items}${undefined}</p>`.text).toBe('<p><b>&lt;</b><b>2</b></p>');
  });

  it('refuse an object that only looks like theirs', () => {
    const forged = JSON.parse('{"text":"<script>"}') as ReturnType<typeof html>;

    expect(() => html`<p>${forged}</p>`).toThrow();
  });
});

describe('an entry’s text', () => {
  it('becomes paragraphs, numbered steps and lists', () => {
    const text = '先看：\n1. 一\n2. 二\n然后：\n\n- 甲\n- 乙';

    expect(blocks(text).map((block) => withoutSpaces(block.text))).toEqual([
      '<p>先看：</p>',
      '<ol class="steps"><li>一</li><li>二</li></ol>',
      '<p>然后：</p>',
      '<ul><li>甲</li><li>乙</li></ul>',
    ]);
  });
});
