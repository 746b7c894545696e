import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';
import { waitFor } from '../support/wait-for.ts';

type Thread = {
  number: string;
  state: string;
  epoch: number;
  window?: { closesAt: string; left: number };
  transcript: { from: string; text: string; delivery?: { state: string } }[];
};

let product: Product;
let customer: Phone;
let agent: Caller;
let number: string;

beforeAll(async () => {
  product = await openProduct();
  customer = await product.phone();
  agent = await product.signIn('admin', adminPassword);
  await customer.follow();
  await customer.say('转人工');
  number = /K\d{8}-\d{4}/.exec(await customer.say('昨天转账 500 元，对方没收到'))?.[0] ?? '';
  await waitFor(async () => ((await thread()).state === 'queued' ? true : undefined));
  await agent.post(`/api/desk/tickets/${number}/claim`);
}, 60_000);
afterAll(() => product.close());

async function thread(): Promise<Thread> {
  return (await agent.get(`/api/desk/tickets/${number}`)).body as Thread;
}

async function reply(text: string): Promise<void> {
  const { epoch } = await thread();
  expect((await agent.post(`/api/desk/tickets/${number}/reply`, { text, epoch })).status).toBe(202);
}

const stateOf = ({ transcript }: Thread, text: string) =>
  transcript.find((line) => line.text === text)?.delivery?.state;

describe('what WeChat lets the account send to a customer', () => {
  it('shows the agent how many messages are left, and until when', async () => {
    const { window } = await thread();

    // Five after a message; three more for a minute after he followed.
    expect(window?.left).toBeGreaterThanOrEqual(5);
    expect(Date.parse(window?.closesAt ?? '')).toBeGreaterThan(Date.now() + 47 * 3_600_000);
  });

  it('lets what finds no room wait, and brings it first in the answer to what the customer writes next', async () => {
    const { window } = await thread();
    const texts = Array.from({ length: (window?.left ?? 0) + 1 }, (_, n) => `第 ${n + 1} 条：正在为您核实。`);
    for (const text of texts) await reply(text);
    const last = texts.at(-1) ?? '';
    await waitFor(async () => (stateOf(await thread(), last) === 'waiting' ? true : undefined));
    expect((await thread()).window?.left).toBe(0);

    const answer = await customer.say('好的，谢谢');

    expect(answer).toContain(last);
    await waitFor(async () => (stateOf(await thread(), last) === 'sent' ? true : undefined));
    expect((await thread()).window?.left).toBe(5);
    const bubbles = await customer.bubbles();
    for (const text of texts) expect(bubbles.filter(({ words }) => words.includes(text))).toHaveLength(1);
  });

  it("keeps the bot's own words apart from the agent's in the transcript", async () => {
    const { transcript } = await thread();

    expect(transcript.filter(({ from, text }) => from === 'bot' && text.includes('正在为您核实'))).toEqual([]);
  });
});
