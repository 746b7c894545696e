import { describe, expect, it } from '@jest/globals';
import { createLiveMatcher } from '../../src/knowledge/matching/live-matcher.ts';

const few = [
  { id: 'topup', questions: ['怎么充值', '如何往钱包里充钱', '充值入口在哪'] },
  { id: 'withdraw', questions: ['怎么提现', '钱怎么提到银行卡', '提现在哪里操作'] },
];
const subjects = ['水费', '电费', '话费', '门票', '车票', '药品', '外卖', '学费', '房租', '快递'];
const acts = ['缴纳', '退订', '改签', '续交', '查询', '预约', '登记', '补开', '核对', '合并'];
const many = subjects.flatMap((subject) =>
  acts.map((act) => ({
    id: `${subject}-${act}`,
    questions: Array.from(
      { length: 16 },
      (_, at) => `${act}${subject}第${String(at)}种${'问法说法办法'.slice(0, 2 + (at % 4))}`,
    ),
  })),
);

describe('replacing what the matcher knows', () => {
  it('serves the new entries once they are learned', async () => {
    const matcher = createLiveMatcher(few);

    await expect(matcher.replace([{ id: 'refund', questions: ['怎么退款', '申请退款'] }])).resolves.toBe(true);

    expect(matcher.match('怎么退款').ranked).toEqual(['refund']);
  });

  it('serves the old entries while many new ones are learned apart', async () => {
    const matcher = createLiveMatcher(few);

    const learned = matcher.replace(many);
    expect(matcher.match('怎么充值').best).toBe('topup');
    await expect(learned).resolves.toBe(true);

    expect(matcher.match('改签车票').ranked[0]).toBe('车票-改签');
    expect(matcher.match('怎么充值').best).toBeUndefined();
  });

  it('drops what was overtaken by a later change', async () => {
    const matcher = createLiveMatcher(few);

    const slow = matcher.replace(many);
    await matcher.replace([{ id: 'refund', questions: ['怎么退款'] }]);

    await expect(slow).resolves.toBe(false);
    expect(matcher.match('怎么退款').ranked[0]).toBe('refund');
  });
});
