import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TicketJson } from '../../src/desk/shapes.ts';
import type { Caller } from '../support/desk.ts';
import { openTicket, ticketSoon } from '../support/matters.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';

const password = 'sample battery staple 8';
let product: Product;
let customer: Phone;
let li: Caller;
let wang: Caller;
let ticket: TicketJson;

beforeAll(async () => {
  product = await openProduct();
  const admin = await product.signIn('admin', adminPassword);
  for (const [login, employeeNumber, capacity] of [
    ['li', '1001', 1],
    ['wang', '1002', 2],
  ] as const) {
    const account = { login, password, name: `小${login}`, employeeNumber, roles: ['agent'], capacity };
    expect((await admin.post('/api/desk/staff', account)).status).toBe(201);
  }
  [li, wang] = [await product.signIn('li', password), await product.signIn('wang', password)];
  customer = await queueUp('昨天转账 500 元，对方没收到');
}, 90_000);
afterAll(() => product.close());

/** Somebody follows the account and asks for a person; resolves when his ticket is in the queue. */
async function queueUp(matter: string): Promise<Phone> {
  const phone = await product.phone();
  await ticketSoon(li, await openTicket(phone, matter));
  return phone;
}

/** Changes the ticket as it is now, and keeps what came of it. */
async function change(by: Caller, action: string, body: Record<string, unknown> = {}): Promise<number> {
  const answer = await by.post(`/api/desk/tickets/${ticket.number}/${action}`, { ...body, epoch: ticket.epoch });
  if (answer.status === 200) ticket = answer.body as TicketJson;
  return answer.status;
}

async function read(): Promise<TicketJson> {
  return (await li.get(`/api/desk/tickets/${ticket.number}`)).body as TicketJson;
}

async function until(is: (now: TicketJson) => boolean): Promise<void> {
  for (let n = 0; n < 200; n++) {
    ticket = await read();
    if (is(ticket)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It stayed ${JSON.stringify(ticket)}`);
}

describe('a ticket from hand to hand', () => {
  it('says by when it is to be taken and solved', async () => {
    const claimed = await li.post('/api/desk/tickets/next');
    ticket = claimed.body as TicketJson;

    expect(claimed.status).toBe(200);
    expect(ticket).toMatchObject({ state: 'assigned', move: 'ours', owner: { employeeNumber: '1001' } });
    ticket = await read();
    expect(Object.keys(ticket.due).sort()).toEqual(['replyBy', 'solveBy']);
  });

  it('fills its agent’s places: one who has as many as he may have gets no more', async () => {
    await queueUp('手机换了，登录不了');

    const full = await li.post('/api/desk/tickets/next');
    const next = await wang.post('/api/desk/tickets/next');

    expect([full.status, full.body]).toMatchObject([409, { error: 'capacity_full' }]);
    expect(next.status).toBe(200);
  });

  it('is its colleague’s at once, and back in the queue when he declines', async () => {
    expect(await change(li, 'transfer', { to: '1002', note: '请核对收款银行' })).toBe(200);
    expect(ticket).toMatchObject({
      state: 'assigned',
      owner: { employeeNumber: '1002' },
      offer: { by: { employeeNumber: '1001' } },
    });
    expect(await change(li, 'accept')).toBe(409);
    expect(await change(wang, 'decline')).toBe(200);
    expect(ticket.state).toBe('queued');
    expect(ticket.owner).toBeUndefined();
  });

  it('goes to nobody who does not exist, and to no colleague whose places are full', async () => {
    expect((await li.post(`/api/desk/tickets/${ticket.number}/claim`)).status).toBe(200);
    ticket = await read();

    expect(await change(li, 'transfer', { to: '9999' })).toBe(422);
    await queueUp('还款失败了');
    expect((await wang.post('/api/desk/tickets/next')).status).toBe(200);
    expect(await change(li, 'transfer', { to: '1002' })).toBe(409);
  });

  it('waits for the bank until a time that the customer sees, and wakes when he writes', async () => {
    const tomorrow = new Date(Date.now() + 24 * 3_600_000);
    expect(await change(li, 'wait', { party: 'bank', until: tomorrow.toISOString() })).toBe(200);
    expect(ticket).toMatchObject({ state: 'snoozed', move: 'third_party', party: 'bank' });

    const progress = await customer.say('进度');
    const shown = new Date(tomorrow.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    expect(progress).toContain('银行');
    expect(progress).toContain(shown);

    await customer.say('对方说还是没有收到');
    await until(({ state }) => state === 'serving');
    expect(ticket.move).toBe('ours');
  });

  it('says that it is the customer’s move once he has been answered', async () => {
    const replied = await li.post(`/api/desk/tickets/${ticket.number}/reply`, {
      text: '请告诉我们转账的日期。',
      epoch: ticket.epoch,
    });
    expect(replied.status).toBe(202);

    await until(({ move }) => move === 'customer');
    expect(await customer.say('进度')).toContain('等您补充');
    await customer.say('是昨天下午');
    await until(({ move }) => move === 'ours');
  });

  it('goes up a tier with its history, and comes by itself to those of that tier only', async () => {
    expect(await change(li, 'escalate', { note: '需要核对账务' })).toBe(200);

    expect(ticket).toMatchObject({ state: 'queued', tier: 2, tiers: [{ tier: 1 }, { tier: 2, by: '1001' }] });
    expect((await li.post('/api/desk/tickets/next')).status).toBe(204);
    const admin = await product.signIn('admin', adminPassword);
    expect((await admin.post('/api/desk/tickets/next')).body).toMatchObject({ number: ticket.number });
  });
});
