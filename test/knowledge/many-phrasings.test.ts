import { describe, expect, it } from '@jest/globals';
import { createMatcher } from '../../src/knowledge/matching/matcher.ts';

const subjects = ['水费', '电费', '话费', '门票', '车票', '药品', '外卖', '学费', '房租', '快递'];
const acts = ['缴纳', '退订', '改签', '续交', '查询', '预约', '登记', '补开', '核对', '合并'];
const wishes = ['怎么', '如何', '我想', '帮我', '能不能', '在哪里', '要多久才能', '为什么不能', '麻烦', '请问怎样'];

/** More phrasings than one entry is told apart from, and many as near to it as each other. */
const entries = subjects.flatMap((subject) =>
  acts.map((act) => ({
    id: `${subject}-${act}`,
    questions: wishes.flatMap((wish) => [`${wish}${act}${subject}`, `${subject}${wish}${act}`]),
  })),
);

describe('many entries', () => {
  it('still rank each phrasing of each entry first', () => {
    const { match } = createMatcher(entries);
    const elsewhere = entries.flatMap(({ id, questions }) => questions.filter((text) => match(text).ranked[0] !== id));

    expect(elsewhere).toEqual([]);
  });
});
