import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../../src/domain/knowledge.ts';
import { checkEntries } from '../../src/knowledge/check.ts';
import { createMatcher } from '../../src/knowledge/matching/matcher.ts';
import { understandText } from '../../src/knowledge/understand.ts';
import { shippedFacts, shippedKnowledge } from './shipped.ts';

const appOnly = '只在 App 内填写';
const good: Entry = {
  id: 'withdraw',
  title: '提现',
  topic: 'money',
  intent: 'withdraw',
  priority: 'normal',
  questions: '甲乙丙丁戊己庚辛壬癸子丑'.split('').map((word) => `${word}怎么提现`),
  answer: `1. 打开余额\n2. 点提现\n${appOnly}`,
  detail: '例如：提到本人的卡。',
  steps: ['打开余额', '点提现'],
  related: ['other'],
};

function problemsOf(entries: readonly Entry[], ranked: readonly string[] = ['withdraw']): string[] {
  const match = () => ({ score: 1, ranked });
  return checkEntries(entries, { match, understands: (word) => word === '转人工', appOnly }).map(
    ({ problem }) => problem,
  );
}

describe('checking the knowledge base', () => {
  it('has nothing to say about an entry that is complete', () => {
    expect(problemsOf([good])).toEqual([]);
  });

  it.each([
    ['few phrasings', { questions: good.questions.slice(1) }, /11 phrasings/],
    ['no example', { detail: undefined }, /no detail/],
    ['nothing related', { related: [] }, /no related/],
    ['no steps', { answer: '去余额里找' }, /numbered steps/],
    ['a step with a code that may be told here', { answer: '1. 填', steps: ['填写验证码'] }, /only in the app/],
    ['a promised outcome', { detail: '我们保证追回' }, /promises/],
    ['blame', { detail: '这是您的疏忽' }, /blames/],
    ['urgency for a matter that can wait', { priority: 'urgent' as const }, /urgent/],
    ['an answer longer than a screen', { answer: `1. ${'长'.repeat(400)}` }, /bytes/],
    ['a word to tap that means nothing', { answer: '1. 回复 [[喵]]' }, /\[\[喵\]\]/],
    ['the same phrasing twice', { questions: [...good.questions, '甲怎么提现？'] }, /repeats/],
  ])('finds %s', (_, change, problem) => {
    expect(problemsOf([{ ...good, ...change } as Entry])).toEqual([expect.stringMatching(problem)]);
  });

  it('finds phrasings of two entries that are nearly the same', () => {
    const questions = [...good.questions.slice(1), '昨天晚上充的钱怎么还没到账'];
    const other = {
      ...good,
      id: 'other',
      questions: '一二三四五六七八九十百千'.split('').map((word) => `${word}到账`),
    };
    const near = { ...other, questions: [...other.questions, '昨天晚上充的钱怎么还没有到账'] };

    expect(problemsOf([{ ...good, questions }, near]).filter((problem) => problem.includes('is nearly'))).toHaveLength(
      2,
    );
    expect(problemsOf([{ ...good, questions }, other]).filter((problem) => problem.includes('is nearly'))).toHaveLength(
      0,
    );
  });

  it('finds phrasings that the matcher gives to another entry', () => {
    expect(problemsOf([good], ['other', 'withdraw'])).toContain('「甲怎么提现」 matches other');
  });
});

describe('the shipped knowledge base', () => {
  it('gives an editor nothing to put right', async () => {
    const { entries } = await shippedKnowledge();
    const matcher = createMatcher(entries);
    const understands = (word: string) => understandText(word, { matcher, entries }).intent !== undefined;
    const { appOnly: line = '' } = await shippedFacts();

    expect(checkEntries(entries, { match: matcher.match, understands, appOnly: line })).toEqual([]);
  });
});
