import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followed, numberIn, ticketSoon } from '../support/matters.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';

let product: Product;
let agent: Caller;
beforeAll(async () => {
  product = await openProduct();
  agent = await product.signIn('admin', adminPassword);
}, 60_000);
afterAll(() => product.close());

async function robbed(): Promise<Phone> {
  const phone = await followed(product);
  expect(await phone.say('钱包被盗了怎么办')).toContain('紧急冻结');
  return phone;
}

describe('whoever was just told what to do about an emergency', () => {
  it.each(['5000块', '怎么办啊急死了', '12分钟前的事'])('is not told that "%s" was not understood', async (text) => {
    const phone = await robbed();

    const answer = await phone.say(text);

    expect(answer).not.toMatch(/没有看懂|没能帮到/);
    expect(answer).toContain('紧急冻结');
    expect(answer).toContain('110');
    expect(answer).toContain('转人工');
  });

  it('is told how to freeze the account when he says no more than that', async () => {
    const phone = await robbed();

    const answer = await phone.say('冻结');

    expect(answer).toContain('止住资金流出');
    expect(answer).not.toContain('申请解冻');
  });

  it('who has frozen the account is told what else to do, not how to undo it', async () => {
    const phone = await robbed();

    const answer = await phone.say('已经冻结了');

    expect(answer).toContain('做得对');
    expect(answer).not.toContain('申请解冻');
  });

  it('gets to a person with an urgent ticket, as he was promised, whatever he says next', async () => {
    const phone = await robbed();
    await phone.say('5000块');
    await phone.say('转人工');

    const opened = await phone.say('麻烦快一点');
    const ticket = await ticketSoon(agent, numberIn(opened));

    expect(ticket).toMatchObject({ priority: 'urgent', topic: 'account-security' });
  });

  it.each(['我要举报他', '举报这个人'])('can report the impostor at once: %s', async (text) => {
    const phone = await robbed();

    expect(await phone.say(text)).toContain('为您登记举报（1/5）');
  });
});

describe('who filled in a page that he was just warned of', () => {
  it('is told what to do now, beside that his password was not kept', async () => {
    const phone = await followed(product);
    await phone.say('短信说我的账户异常，让我点 https://wa11et.example/verify 验证');

    const answer = await phone.say('我点了 还填了卡号 6222021234567890128 和密码 abc123456');

    expect(answer).toContain('没有保留');
    expect(answer).toContain('紧急冻结');
    expect(answer).toContain('银行');
  });
});

describe('who asks whether a caller is one of us', () => {
  it.each(['QQ 12345678 是客服吗', '那是真的吗'])('is told how to find out, not put through: %s', async (text) => {
    const phone = await followed(product);

    const answer = await phone.say(text);

    expect(answer).toMatch(/不在官方名单|验证/);
    expect(answer).not.toMatch(/为您转人工|没有看懂/);
  });
});

describe('a hotline that somebody rang from', () => {
  it.each(['他电话是 400-123-4567', '4001234567'])('is looked up: %s', async (text) => {
    const phone = await followed(product);

    expect(await phone.say(text)).toContain('不在官方名单');
  });

  it('is ours where the registry has it', async () => {
    const phone = await followed(product);

    expect(await phone.say('他电话是 400-000-0000')).not.toContain('不在官方名单');
  });
});
