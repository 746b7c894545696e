import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../../src/domain/knowledge.ts';
import { shippedKnowledge } from './shipped.ts';

const topics = [
  '账户安全',
  '登录与密码',
  '支付问题',
  '充值与提现',
  '转账',
  '绑定银行卡',
  '退款流程',
  '实名与资料',
  '限额与手续费',
  '防骗',
  '投诉与维权',
  '关于客服',
  '公告',
];

async function entry(id: string): Promise<Entry> {
  const found = (await shippedKnowledge()).byId.get(id);
  if (!found) throw new Error(`No entry ${id}`);
  return found;
}

describe('the shipped knowledge base', () => {
  it('covers its topics in the help centre’s order, with at least sixty entries', async () => {
    const knowledge = await shippedKnowledge();

    expect(knowledge.topics.map(({ title }) => title)).toEqual(topics);
    expect(knowledge.entries.length).toBeGreaterThanOrEqual(60);
  });

  it('begins every urgent entry with an act', async () => {
    const { entries } = await shippedKnowledge();
    const urgent = entries.filter(({ priority }) => priority === 'urgent');

    expect(urgent.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['theft-freeze', 'lost-phone', 'scammed-transfer']),
    );
    for (const { id, steps } of urgent) expect([id, steps?.[0]]).toEqual([id, expect.stringMatching(/冻结|停止/)]);
  });

  it('says how to freeze first when money is being stolen', async () => {
    const { answer } = await entry('theft-freeze');

    expect(answer).toMatch(/^请先冻结/);
    expect(answer).toContain('紧急冻结');
    expect(answer).toContain('110');
  });

  it('warns that chats on social media are not private', async () => {
    expect((await entry('social-service')).answer).toContain('不够私密');
  });

  it('names the consumer bodies of the configured regions, 12315 and the FTC', async () => {
    const { answer } = await entry('complain-outside');

    expect(answer).toContain('12315');
    expect(answer).toContain('FTC');
  });

  it('has no blank between Chinese words where a fact is filled in', async () => {
    const { entries } = await shippedKnowledge();
    const texts = entries.flatMap(({ id, answer, steps = [], detail = '' }) =>
      [answer, ...steps, detail]
        .flatMap((text) => text.match(/.{0,6}[\p{Script=Han}」。，；：] +[\p{Script=Han}「→].{0,6}/gu) ?? [])
        .map((text) => [id, text]),
    );

    expect(texts).toEqual([]);
  });

  it('says how long an e-mail takes', async () => {
    expect((await entry('email-service')).answer).toContain('1–3 个工作日');
  });

  it('keeps the wallet’s facts out of its texts: with others, the texts say others', async () => {
    const knowledge = await shippedKnowledge({ withdrawFee: '每笔一个铜板', email: 'other@wallet.example' });

    expect(knowledge.byId.get('fees')?.answer).toContain('每笔一个铜板');
    expect(knowledge.byId.get('contact')?.answer).toContain('other@wallet.example');
  });
});
