import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { numberIn, openTicket, ticketSoon } from '../support/matters.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';

let product: Product;
let agent: Caller;
beforeAll(async () => {
  product = await openProduct();
  agent = await product.signIn('admin', adminPassword);
}, 60_000);
afterAll(() => product.close());

async function queuedUp(matter = '昨天转账 500 元，对方没收到'): Promise<{ phone: Phone; number: string }> {
  const phone = await product.phone();
  return { phone, number: await openTicket(phone, matter) };
}

describe('who waits for a person', () => {
  it.each(['还要多久', '前面几个人', '有没有人啊', '在吗'])(
    'and asks how long is told where he stands: %s',
    async (text) => {
      const { phone, number } = await queuedUp();

      const answer = await phone.say(text);

      expect(answer).toContain(`编号 ${number} 正在排队`);
      expect(answer).toMatch(/第 1 位|前面还有/);
    },
  );

  it('is answered meanwhile what the bot is sure of, and keeps his place', async () => {
    const { phone, number } = await queuedUp();

    const answer = await phone.say('你们客服电话多少');

    expect(answer).toContain('400-000-0000');
    expect(answer).toContain(`已补充到编号 ${number}`);
  });

  it('is thanked for his thanks', async () => {
    const { phone } = await queuedUp();

    expect(await phone.say('好的，谢谢')).toContain('不客气');
  });

  it('in an emergency is answered, and not told how to get where he is', async () => {
    const { phone } = await queuedUp('我被骗了两万');

    const answer = await phone.say('还能追回来吗');

    expect(answer).toContain('紧急止付');
    expect(answer).not.toContain('转人工');
  });
});

describe('who is being served', () => {
  it('hears that his picture has come, once for several, and nothing about his words', async () => {
    const { phone, number } = await queuedUp();
    await ticketSoon(agent, number);
    expect((await agent.post(`/api/desk/tickets/${number}/claim`)).status).toBe(200);

    await phone.picture();
    await phone.picture();
    expect(await phone.say('就是这一笔')).toBe('');

    const said = (await phone.bubbles()).filter(({ from, words }) => from === 'account' && words.includes('看得到'));
    expect(said).toHaveLength(1);
  });

  it('has asked for a person with all that he said before', async () => {
    const phone = await product.phone();
    await phone.follow();
    for (const text of ['转账没到账', '转到工商银行的', '两千块']) await phone.say(text);
    await phone.say('转人工');

    const ticket = await ticketSoon(agent, numberIn(await phone.say('跳过')));
    expect(ticket.topic).toBe('transfer');
    expect(ticket.summary).toMatch(/转账没到账.*工商银行.*两千块/);
  });
});

describe('who asks for a person in words that name no matter', () => {
  it('is put through with the matter that he spoke of before', async () => {
    const phone = await product.phone();
    await phone.follow();
    for (const text of ['收不到验证码', '没用，转人工']) await phone.say(text);

    const ticket = await ticketSoon(agent, numberIn(await phone.say('登录时提示手机号不对')));
    expect(ticket.summary).toMatch(/^收不到验证码，没用，转人工 \/ 登录时/);
  });
});

describe('who takes his complaint back while he writes it', () => {
  it('is not asked the next question', async () => {
    const phone = await product.phone();
    await phone.follow();
    await phone.say('投诉');

    expect(await phone.say('撤销投诉')).toContain('已取消');
  });
});
