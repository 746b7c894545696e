import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';
import { waitFor } from '../support/wait-for.ts';

type TicketJson = {
  number: string;
  state: string;
  epoch: number;
  summary: string;
  owner?: { name: string; employeeNumber: string };
  transcript: { from: string; kind: string; text: string; delivery?: { state: string } }[];
};

let product: Product;
let customer: Phone;
let agent: Caller;

beforeAll(async () => {
  product = await openProduct();
  customer = await product.phone();
  const admin = await product.signIn('admin', adminPassword);
  const made = await admin.post('/api/desk/staff', {
    login: 'li',
    password: 'sample battery staple 8',
    name: '小李',
    employeeNumber: '1001',
    roles: ['agent'],
    capacity: 5,
  });
  expect(made.status).toBe(201);
  agent = await product.signIn('li', 'sample battery staple 8');
}, 60_000);
afterAll(() => product.close());

describe('the way of a matter, from following the account to being asked whether it helped', () => {
  it('welcomes who follows, says what it can do and what staff never ask for', async () => {
    const welcome = await customer.follow();

    expect(welcome).toContain('转人工');
    expect(welcome).toMatch(/绝不会.*密码.*验证码/);
  });

  it.each([
    ['联系客服', /1\. 转人工/],
    ['帮助中心', /登录与密码/],
    ['账户被盗紧急处理', /冻结/],
    ['忘记密码', /忘记登录密码/],
    ['公告与故障', /截至/],
  ])('answers a tap on %s', async (button, expected) => {
    expect(await customer.tap(button)).toMatch(expected);
  });

  it.each([
    ['客服', /1\. 转人工/],
    ['客　服！', /1\. 转人工/],
    ['帮助', /1\. /],
    ['選單', /1\. /],
    ['公告', /截至/],
    ['驗證', /官方/],
    ['进度', /没有正在处理/],
    ['结束', /没有正在进行/],
    ['取消', /没有需要取消/],
    ['跳过', /没有需要跳过/],
  ])('answers the promised word %s', async (word, expected) => {
    expect(await customer.say(word)).toMatch(expected);
  });

  it('gives the steps of what is asked, the urgent one first with how to freeze the account', async () => {
    expect((await customer.say('钱包被盗了怎么办')).split('\n').slice(0, 4).join()).toMatch(/冻结/);
    expect(await customer.say('忘记密码')).toMatch(/1\. /);
    expect(await customer.say('转账没到账')).toMatch(/转账/);
  });

  it('makes 转人工 and one sentence a ticket with a number and a place', async () => {
    expect(await customer.say('转人工')).toMatch(/一句话/);

    const told = await customer.say('昨天转账 500 元，对方没收到');

    expect(told).toMatch(/编号 K\d{8}-\d{4}/);
    expect(told).toMatch(/第 1 位|前面还有/);
    expect(await customer.say('进度')).toMatch(/排队/);
  });

  it('lets one agent claim it, tells the next who has it, and brings the answer signed to the phone', async () => {
    const listed = await waitFor(async () => {
      const { body } = await agent.get('/api/desk/tickets?state=queued');
      return (body as { tickets: TicketJson[] }).tickets[0];
    });
    expect(listed.summary).toContain('对方没收到');
    const admin = await product.signIn('admin', adminPassword);

    const claimed = await agent.post(`/api/desk/tickets/${listed.number}/claim`);
    const late = await admin.post(`/api/desk/tickets/${listed.number}/claim`);
    const { epoch } = claimed.body as TicketJson;
    const stale = await agent.post(`/api/desk/tickets/${listed.number}/reply`, { text: '您好', epoch: epoch - 1 });
    const replied = await agent.post(`/api/desk/tickets/${listed.number}/reply`, {
      text: '您好，正在为您核实这笔转账。',
      epoch,
    });

    expect([claimed.status, late.status, stale.status, replied.status]).toEqual([200, 409, 409, 202]);
    expect(JSON.stringify(late.body)).toContain('1001');
    expect(await customer.receives('正在为您核实')).toMatch(/工号 1001/);
    const seen = (await agent.get(`/api/desk/tickets/${listed.number}`)).body as TicketJson;
    expect(seen.state).toBe('serving');
    expect(seen.transcript.map((line) => line.text).join('\n')).toContain('昨天转账 500 元');
    expect(JSON.stringify(seen)).not.toContain(customer.openId);
  });

  it('confirms the agent of this very ticket, and nobody else', async () => {
    expect(await customer.say('验真 1001')).toMatch(/工号 1001 的客服/);
    expect(await customer.say('验真 0001')).toMatch(/未能核实/);
    expect(await customer.say('验证 483 920')).toMatch(/未能核实/);
  });

  it('refuses an agent who asks for a code, and says why', async () => {
    const { number, epoch } = await mine();

    const asked = await agent.post(`/api/desk/tickets/${number}/reply`, { text: '请把短信验证码发给我', epoch });

    expect(asked.status).toBe(422);
    expect(JSON.stringify(asked.body)).toMatch(/[\u4e00-\u9fff]/);
  });

  it('asks whether it helped once it is resolved, and keeps the answer', async () => {
    const { number, epoch } = await mine();

    const resolved = await agent.post(`/api/desk/tickets/${number}/resolve`, { code: 'solved', epoch });

    expect(resolved.status).toBe(200);
    await customer.receives('帮到您了吗');
    expect(await customer.say('1')).toMatch(/谢谢/);
    const closed = await waitFor(async () => {
      const ticket = (await agent.get(`/api/desk/tickets/${number}`)).body as TicketJson;
      return ticket.state === 'closed' ? ticket : undefined;
    });
    expect(closed.number).toBe(number);
    expect(await customer.say('进度')).toMatch(/没有正在处理/);
  });
});

async function mine(): Promise<TicketJson> {
  const { body } = await agent.get('/api/desk/tickets?mine=true');
  const [ticket] = (body as { tickets: TicketJson[] }).tickets;
  if (!ticket) throw new Error('The agent has no ticket');
  return ticket;
}
