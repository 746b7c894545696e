import { describe, expect, it } from '@jest/globals';
import { parseSafetyConfig } from '../../src/safety/safety-config.ts';
import { createScamSigns } from '../../src/safety/scam-signs.ts';
import { accepted, shippedTricks } from './corpus.ts';

const scamSigns = createScamSigns(shippedTricks);
const tricksIn = (text: string) => scamSigns(text).map(({ trick }) => trick);

/** A configuration of one trick, with what the test is about. */
function configured({ all, more = '' }: { all: string; more?: string }): string {
  const trick = 'id: lottery, name: 彩票, priority: high, source: made up, warning: 不要付款。, next: 请停下。';
  return `${more}\ntricks:\n  - { ${trick}, signs: [{ all: ${all} }] }\n`;
}

describe('a trick', () => {
  it('is known by who asks for what, in whatever words it is told', () => {
    expect(tricksIn('闺女接了个电话，说她上学时候有个啥贷款没销，得把钱借出来还回去')).toContain('loan_cancel');
    expect(tricksIn('他让我把手机画面给他看')).toContain('screen_sharing');
    expect(tricksIn('收银台上的二维码被人贴了别人的')).toContain('swapped_code');
  });

  it('is not seen in a warning of it, nor where somebody says that it did not happen', () => {
    expect(tricksIn('温馨提示：请勿将验证码告诉他人，不要告诉别人')).toEqual([]);
    expect(tricksIn('你们的客服态度很好，也没问我要密码')).toEqual([]);
    expect(tricksIn('短信里写着不要告诉别人，他还是让我报验证码')).toContain('code_request');
  });

  it('comes before what any stranger’s demand shows', () => {
    expect(tricksIn('有个人打电话说衣服甲醛超标给我退钱，要我报卡号')).toEqual(['refund', 'stranger_demands']);
  });
});

describe('signs as they are configured', () => {
  it('are made of lists, and of phrases whose second word follows the first', () => {
    const more = 'lists: { asks: 让我 叫我 }\nphrases: { demands: { first: "@asks", then: 交钱, within: 6 } }';
    const signs = createScamSigns(accepted(parseSafetyConfig(configured({ all: '[彩票, "@demands"]', more }))));

    expect(signs('他叫我先交钱买彩票')).toEqual([{ trick: 'lottery', priority: 'high' }]);
    expect(signs('彩票交钱以后他叫我等')).toEqual([]);
    expect(signs('他叫我等到下个星期三再交钱买彩票')).toEqual([]);
  });

  it('are refused where they name what is not there', () => {
    const parsed = parseSafetyConfig(configured({ all: '["@nobody"]' }));

    expect(parsed).toMatchObject({
      ok: false,
      error: [{ at: 'tricks.lottery', problem: expect.stringMatching(/@nobody/) }],
    });
  });
});
