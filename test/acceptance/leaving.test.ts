import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTicket, ticketSoon } from '../support/matters.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';
import { waitFor } from '../support/wait-for.ts';

type Thread = { number: string; state: string; closeCode?: string; transcript: { text: string }[] };

let product: Product;
let agent: Caller;
beforeAll(async () => {
  product = await openProduct();
  agent = await product.signIn('admin', adminPassword);
}, 60_000);
afterAll(() => product.close());

async function withTicket(matter: string): Promise<{ customer: Phone; thread: () => Promise<Thread>; number: string }> {
  const customer = await product.phone();
  const number = await openTicket(customer, matter);
  const thread = async () => (await agent.get(`/api/desk/tickets/${number}`)).body as Thread;
  await waitFor(async () => ((await thread()).state === 'queued' ? true : undefined));
  return { customer, thread, number };
}

describe('whoever unfollows the account', () => {
  it('is forgotten, and his ordinary ticket closes as left', async () => {
    const { customer, thread } = await withTicket('想问一下转账限额');

    await customer.unfollow();

    const left = await waitFor(async () => {
      const now = await thread();
      return now.state === 'closed' && now.transcript.length === 0 ? now : undefined;
    });
    expect(left.closeCode).toBe('left');
  });

  it('is a new customer when he comes back, and his next matter is in the queue like any other', async () => {
    const { customer, thread } = await withTicket('想问一下提现限额');
    for (const text of ['还在吗', '补充一下，是昨天的']) await customer.say(text);
    await customer.unfollow();
    await waitFor(async () => ((await thread()).transcript.length === 0 ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 1_100));

    const number = await openTicket(customer, '充值一直没到账');

    const next = await ticketSoon(agent, number);
    expect(next.state).toBe('queued');
    expect(next.transcript.map(({ text }) => text)).toContain('充值一直没到账');
  });

  it('in danger keeps his ticket, and finds it when he comes back', async () => {
    const { customer, thread, number } = await withTicket('我的钱包被盗了，钱正在被转走');

    await customer.unfollow();
    // Two follows of one second are one push and its repeat: that second has to end.
    await new Promise((resolve) => setTimeout(resolve, 1_100));

    expect((await thread()).state).toBe('queued');
    expect((await thread()).transcript.length).toBeGreaterThan(0);
    expect(await customer.follow()).toContain(number);
  });
});
