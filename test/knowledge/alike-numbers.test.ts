import { describe, expect, it } from '@jest/globals';
import { numbersNamedIn, withAlikeNumbers } from '../../src/knowledge/alike-numbers.ts';
import { createMatcher } from '../../src/knowledge/matching/matcher.ts';
import { understandText } from '../../src/knowledge/understand.ts';
import { corpusRows, shippedKnowledge } from './shipped.ts';

/** A year, amounts, a day, a telephone's, a ticket's and an order's. */
const numbers = ['2026', '35000', '18000', '20261101', '13800138000', 'K20261101-0042', '400020231107223412'];

describe('numbers in what customers write', () => {
  it('are one as good as another, digit for digit', () => {
    const named = numbersNamedIn(['怎么打 12378', '尾号 6217 的卡']);

    expect(withAlikeNumbers('转账35000没到', named)).toBe('转账00000没到');
    expect(withAlikeNumbers('K20261101-0042 怎么样了', named)).toBe('K00000000-0000 怎么样了');
  });

  it('stay where they are words: short ones, lines that many call, what the knowledge base names', () => {
    const named = numbersNamedIn(['尾号 6217 的卡']);

    for (const text of ['转账500没到', '打12315', '10086', '95588发来的短信', '96110打来', '尾号6217']) {
      expect(withAlikeNumbers(text, named)).toBe(text);
    }
    expect(withAlikeNumbers('尾号6218，18000和98000', named)).toBe('尾号0000，00000和00000');
  });

  it('change nothing in what the shipped knowledge base understands', async () => {
    const { entries } = await shippedKnowledge();
    const matcher = createMatcher(entries);
    const named = numbersNamedIn(entries.flatMap(({ title, questions }) => [title, ...questions]));
    const texts = corpusRows().flatMap(({ text }, at) => {
      const number = numbers[at % numbers.length] ?? '';
      const middle = text.search(/(?<=\p{Script=Han})\p{Script=Han}/u);
      return [`${text}${number}`, `${number}，${text}`, `${text.slice(0, middle)}${number}${text.slice(middle)}`];
    });
    const others = texts.filter((text) => {
      const understood = [text, withAlikeNumbers(text, named)].map((one) => understandText(one, { matcher, entries }));
      return JSON.stringify(understood[0]) !== JSON.stringify(understood[1]);
    });

    expect(texts.length).toBeGreaterThan(1_500);
    expect(others).toEqual([]);
  });
});
