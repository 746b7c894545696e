import { describe, expect, it } from '@jest/globals';
import { draftsOf } from '../../src/knowledge/misses.ts';

const day = (date: number) => new Date(Date.UTC(2026, 10, date));

describe('drafts from missed messages', () => {
  it('groups what asks for the same, largest first', () => {
    const drafts = draftsOf([
      { text: '公交卡怎么开通', at: day(1) },
      { text: '怎么开通公交卡啊', at: day(4) },
      { text: '公交卡怎么开通？', at: day(2) },
      { text: '想开通公交卡', at: day(3) },
      { text: '能买黄金吗', at: day(5) },
      { text: '可以买黄金吗', at: day(6) },
      { text: '今天吃什么', at: day(7) },
    ]);

    expect(drafts.map(({ title, count }) => ({ title, count }))).toEqual([
      { title: '公交卡怎么开通', count: 4 },
      { title: '能买黄金吗', count: 2 },
    ]);
    expect(drafts[0]).toMatchObject({ firstAt: day(1), lastAt: day(4) });
    expect(drafts[0]?.questions).toHaveLength(3);
    expect(drafts[0]?.about).toContain('OPEN');
  });

  it('makes no draft of a single wording', () => {
    expect(draftsOf([{ text: '公交卡怎么开通', at: day(1) }])).toEqual([]);
    expect(draftsOf([])).toEqual([]);
  });

  it('leaves out what has no words', () => {
    expect(
      draftsOf([
        { text: '？？？', at: day(1) },
        { text: '……', at: day(1) },
      ]),
    ).toEqual([]);
  });
});
