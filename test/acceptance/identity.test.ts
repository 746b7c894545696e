import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';
import { waitFor } from '../support/wait-for.ts';

type TicketJson = { number: string; customer: string; epoch: number; transcript: { from: string; text: string }[] };

let product: Product;
let customer: Phone;
let admin: Caller;
let agent: Caller;
let ticket: string;

const password = 'sample battery staple 8';

beforeAll(async () => {
  product = await openProduct();
  customer = await follower();
  admin = await product.signIn('admin', adminPassword);
  for (const [login, employeeNumber] of [
    ['li', '1001'],
    ['wang', '1002'],
  ]) {
    const roles = ['agent'];
    await admin.post('/api/desk/staff', { login, password, name: `小${login}`, employeeNumber, roles, capacity: 5 });
  }
  agent = await product.signIn('li', password);
  await customer.say('转人工');
  ticket = /K\d{8}-\d{4}/.exec(await customer.say('昨天转账 500 元，对方没收到'))?.[0] ?? '';
  await waitFor(async () => (await agent.post(`/api/desk/tickets/${ticket}/claim`)).status === 200 || undefined);
}, 60_000);
afterAll(() => product.close());

describe('a code that an agent makes in the console', () => {
  it('tells this customer, once, who is calling, since when and about what', async () => {
    const made = await agent.post('/api/desk/challenges', { ticket, matter: '转账核实' });
    expect(made.status).toBe(201);
    const { say, code } = made.body as { say: string; code: string };

    const stranger = await follower();
    expect(await stranger.say(say)).toMatch(/未能核实/);
    const told = await customer.say(`验证 ${code.replace(/\B/g, ' ')}`);
    expect(told).toMatch(/核实通过.*工号 1001.*转账核实/s);
    expect(told).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(await customer.say(say)).toMatch(/未能核实/);
  });

  it('stands in no transcript, so that a bank’s code sent by mistake is kept nowhere', async () => {
    await customer.say('验证 593 821');
    const seen = await thread();

    expect(seen).not.toMatch(/593 ?821/);
    expect(seen).toContain('验证 [核实码]');
  });

  it('is refused after five tries in ten minutes, also when it is right', async () => {
    const guesser = await follower();
    await guesser.say('转人工');
    const number = /K\d{8}-\d{4}/.exec(await guesser.say('我要查一笔转账'))?.[0] ?? '';
    const made = await waitFor(async () => {
      const answer = await agent.post('/api/desk/challenges', { ticket: number, matter: '回访' });
      return answer.status === 201 ? (answer.body as { code: string }) : undefined;
    });
    const wrong = made.code === '111111' ? '222222' : '111111';
    for (let i = 0; i < 5; i++) expect(await guesser.say(`验证${wrong}`)).toMatch(/未能核实/);

    expect(await guesser.say(`验证${made.code}`)).toMatch(/未能核实/);
    await waitFor(() => product.lines.some((line) => line.includes('somebody may be guessing')) || undefined);
  });

  it('is for one customer who exists, and says nothing that a customer may not be told', async () => {
    const unknown = await agent.post('/api/desk/challenges', { ticket: 'K20200101-0001', matter: '转账核实' });
    const both = await agent.post('/api/desk/challenges', { matter: '转账核实' });
    const asking = await agent.post('/api/desk/challenges', { ticket, matter: '请把验证码发我' });

    expect([unknown.status, both.status, asking.status]).toEqual([404, 400, 422]);
  });

  it('can be taken back by who made it', async () => {
    const { body } = await agent.post('/api/desk/challenges', { ticket, matter: '转账核实' });
    const other = await product.signIn('wang', password);
    await other.post('/api/desk/challenges/revoke', { ticket });
    expect((await agent.post('/api/desk/challenges/revoke', { ticket })).status).toBe(204);

    expect(await customer.say((body as { say: string }).say)).toMatch(/未能核实/);
  });
});

describe('a word that the customer asks for', () => {
  it('is seen by the genuine agent who names the ticket, and by nobody else', async () => {
    const told = await customer.say('对暗号');
    const word = /[\u4e00-\u9fff]{3,8} \d{3}/.exec(told)?.[0] ?? 'none';

    const read = await agent.post('/api/desk/challenges/word', { ticket });
    const other = await product.signIn('wang', password);

    expect(read.body).toMatchObject({ word });
    expect((await other.post('/api/desk/challenges/word', { ticket })).status).toBe(404);
    expect(await thread()).not.toContain(word);
  });

  it('is found by the customer as well, and there is none where none was asked for', async () => {
    const { customer: id } = (await agent.get(`/api/desk/tickets/${ticket}`)).body as TicketJson;
    const fresh = await follower();
    await fresh.say('转人工');
    const number = /K\d{8}-\d{4}/.exec(await fresh.say('查一笔退款'))?.[0] ?? '';

    expect((await agent.post('/api/desk/challenges/word', { customer: id })).status).toBe(200);
    const none = await waitFor(async () => {
      const answer = await agent.post('/api/desk/challenges/word', { ticket: number });
      return (answer.body as { error?: string }).error === 'no_word' ? answer : undefined;
    });
    expect(none.status).toBe(404);
  });
});

describe('a check in the midst of something else', () => {
  it('leaves a form where it is, and a wish for a person gets its ticket all the same', async () => {
    const one = await follower();
    await one.say('投诉');
    expect(await one.say('验证 111 222')).toMatch(/未能核实/);
    expect(await one.say('等了三天没有人回复')).toMatch(/2\/3/);
    const two = await follower();
    await two.say('转人工');
    expect(await two.say('验真 1001')).toMatch(/未能核实[\s\S]*编号 K\d{8}-\d{4}/);
  });
});

async function follower(): Promise<Phone> {
  const phone = await product.phone();
  await phone.follow();
  return phone;
}

async function thread(): Promise<string> {
  const { transcript } = (await agent.get(`/api/desk/tickets/${ticket}`)).body as TicketJson;
  return transcript.map(({ text }) => text).join('\n');
}
