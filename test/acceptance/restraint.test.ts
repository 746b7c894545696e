import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { numberIn, openTicket, ticketOf, ticketSoon } from '../support/matters.ts';
import { waitFor } from '../support/wait-for.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';

let product: Product;
let admin: Caller;
let agent: Caller;
let phone: Phone;
let customer: string;
let number: string;

beforeAll(async () => {
  product = await openProduct();
  admin = await product.signIn('admin', adminPassword);
  const account = { login: 'li', password: 'sample battery staple 8', name: '小李', employeeNumber: '1001' };
  expect((await admin.post('/api/desk/staff', { ...account, roles: ['agent'], capacity: 50 })).status).toBe(201);
  agent = await product.signIn(account.login, account.password);
}, 60_000);
afterAll(() => product.close());

// A customer who had a ticket, which is over.
beforeEach(async () => {
  phone = await product.phone();
  number = await openTicket(phone, '广告广告，加我');
  const ticket = await ticketSoon(admin, number);
  await admin.post('/api/desk/tickets/close', { tickets: [{ number, epoch: ticket.epoch }] });
  ({ customer } = ticket);
});

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

const restrain = (by: Caller, kind: 'muted' | 'blocked', until = inAnHour()) =>
  by.post(`/api/desk/customers/${customer}/restrain`, { kind, until, reason: '连续发送广告' });

describe('a muted customer', () => {
  it('is told so once; what he writes is kept, and the bot answers nothing more', async () => {
    const { status, body } = await restrain(agent, 'muted');

    expect({ status, body }).toMatchObject({ status: 200, body: { restraint: { kind: 'muted', by: '1001' } } });
    expect(await phone.say('忘记密码')).toMatch(/自动回复已暂停至 \d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(await phone.say('忘记密码')).toBe('');
    expect(await phone.tap('忘记密码')).toBe('');
    await waitFor(async () => {
      const { transcript } = await ticketOf(agent, number);
      return transcript.filter(({ text }) => text === '忘记密码').length === 2 ? true : undefined;
    });
  });

  it('still gets the steps of an emergency, is warned of a leaked secret, complains, checks and reaches people', async () => {
    await restrain(agent, 'muted');
    await phone.say('你好');

    expect(await phone.say('我的账户被盗了')).toMatch(/冻结/);
    expect(await phone.tap('账户被盗紧急处理')).toMatch(/冻结/);
    expect(await phone.say('我的支付密码是 Ab12345678')).toMatch(/修改/);
    expect(await phone.say('投诉')).toMatch(/登记投诉/);
    expect(await phone.say('取消')).not.toBe('');
    expect(await phone.say('验证')).toMatch(/官方/);
    await phone.say('转人工');
    expect(await phone.say('有一件事要说')).toMatch(/编号 K/);
  });

  it('is not answered because he was just asked whether it helped', async () => {
    await phone.say('转人工');
    const again = numberIn(await phone.say('再说一次广告'));
    await ticketSoon(agent, again);
    const { body } = await agent.post(`/api/desk/tickets/${again}/claim`);
    await agent.post(`/api/desk/tickets/${again}/resolve`, {
      code: 'solved',
      epoch: (body as { epoch: number }).epoch,
    });
    await restrain(agent, 'muted');

    expect(await phone.say('你好')).toMatch(/自动回复已暂停/);
    expect(await phone.say('忘记密码')).toBe('');
    expect((await ticketOf(agent, again)).state).toBe('wrapup');
  });

  it('is answered again once it is over, or taken back', async () => {
    await restrain(agent, 'muted', new Date(Date.now() + 700).toISOString());
    await phone.say('你好');
    expect(await phone.say('忘记密码')).toBe('');
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await phone.say('忘记密码')).toMatch(/1\. /);

    await restrain(agent, 'muted');
    await agent.post(`/api/desk/customers/${customer}/release`);
    expect(await phone.say('忘记密码')).toMatch(/1\. /);
    expect((await agent.get(`/api/desk/customers/${customer}`)).body.restraint).toBeUndefined();
  });
});

describe('a blocked customer', () => {
  it('gets no ticket, but what to do in an emergency, and his complaint is taken', async () => {
    await restrain(admin, 'blocked');

    expect(await phone.say('转人工')).toMatch(/在线服务已暂停至.*投诉/);
    expect(await phone.say('转人工')).toBe('');
    expect(await phone.say('给我人工')).toBe('');
    expect(await phone.tap('在线咨询')).toBe('');
    expect(await phone.say('我被骗了，刚转账给骗子')).toMatch(/110/);
    expect(await phone.say('投诉')).toMatch(/登记投诉/);
    await phone.say('封了我');
    await phone.say('解封');
    expect(await phone.say('跳过')).toMatch(/编号 C/);
    expect(await phone.say('进度')).toMatch(/投诉 C/);
  });

  it('who was about to be handed to people is not', async () => {
    const waiting = async () => (await admin.get('/api/desk/counts')).body.queued;
    const before = await waiting();
    await phone.say('转人工');
    await restrain(admin, 'blocked');

    await phone.say('随便说点什么');

    expect(await phone.say('进度')).toMatch(/没有正在处理/);
    expect(await waiting()).toBe(before);
  });
});

describe('muting and blocking', () => {
  it('take a reason and an end within a year; blocking is not for agents', async () => {
    const path = `/api/desk/customers/${customer}/restrain`;

    expect((await agent.post(path, { kind: 'muted', until: inAnHour() })).status).toBe(400);
    expect((await agent.post(path, { kind: 'muted', reason: '广告' })).status).toBe(400);
    for (const until of ['2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z']) {
      expect((await agent.post(path, { kind: 'muted', reason: '广告', until })).status).toBe(400);
    }
    expect(await restrain(agent, 'blocked')).toMatchObject({ status: 403, body: { error: 'block_is_for_seniors' } });
    expect((await restrain(admin, 'blocked')).status).toBe(200);
    expect((await agent.post(`/api/desk/customers/${customer}/release`)).status).toBe(403);
  });

  it('keep nothing secret of what an agent wrote as the reason', async () => {
    const reason = '发来卡号 4111 1111 1111 1111';
    const { body } = await agent.post(`/api/desk/customers/${customer}/restrain`, {
      ...{ kind: 'muted', until: inAnHour(), reason },
    });

    expect(JSON.stringify(body)).not.toContain('4111 1111');
  });
});
