import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { askForPerson, openJoined, shownTo, type Joined } from '../support/joined-product.ts';
import { waitFor } from '../support/wait-for.ts';

const hourMs = 3_600_000;
const customer = 'oSampleOutOfTouch';
const other = 'oSampleAlmostUsedUp';
const stay = '请随便回复一个字';

type Thread = { state: string; epoch: number; transcript: { text: string; delivery?: { state: string } }[] };

let joined: Joined;
let agent: Caller;
let number: string;
let otherNumber: string;
beforeAll(async () => {
  joined = await openJoined();
  number = await askForPerson(joined, customer, '昨天转账 500 元，对方没收到');
  otherNumber = await askForPerson(joined, other, '提现两天了还没到账');
  agent = await joined.signIn();
  await waitFor(async () => ((await thread(otherNumber)).state === 'queued' ? true : undefined));
  await agent.post(`/api/desk/tickets/${otherNumber}/claim`);
  // The follow's own three are over with their minute; of the five of his last message one is left.
  await joined.restart({ afterMs: 120_000 });
  agent = await joined.signIn();
  for (const nth of ['一', '二', '三', '四']) await reply(otherNumber, `正在为您核实，第${nth}步。`, 'sent');
}, 90_000);
afterAll(() => joined.close());

async function thread(of: string): Promise<Thread> {
  return (await agent.get(`/api/desk/tickets/${of}`)).body as Thread;
}

/** An agent's reply, once it is in that state. */
async function reply(to: string, text: string, state: string): Promise<void> {
  const { epoch } = await thread(to);
  expect((await agent.post(`/api/desk/tickets/${to}/reply`, { text, epoch })).status).toBe(202);
  await reaches(to, text, state);
}

async function reaches(to: string, text: string, state: string): Promise<void> {
  await waitFor(async () => {
    const line = (await thread(to)).transcript.find((one) => one.text === text);
    return line?.delivery?.state === state ? true : undefined;
  });
}

const asked = (openId: string) => shownTo(joined, openId).filter((text) => text.includes(stay));

describe('a customer who waits for an answer and has not written for long', () => {
  it('is asked to write anything three hours before nothing could reach him, once', async () => {
    await joined.restart({ afterMs: 44 * hourMs });
    agent = await joined.signIn();
    expect(asked(customer)).toEqual([]);

    await joined.restart({ afterMs: 1.5 * hourMs });
    await waitFor(() => (asked(customer).length > 0 ? true : undefined));
    await joined.restart({ afterMs: hourMs / 4 });

    expect(asked(customer)).toHaveLength(1);
    expect(asked(customer)[0]).toContain(number);
  }, 60_000);

  it('is not asked at the price of the last message that WeChat lets through: that is the agent’s', async () => {
    agent = await joined.signIn();

    expect(asked(other)).toEqual([]);
    await reply(otherNumber, '已到账，请您查看。', 'sent');
    expect(shownTo(joined, other).at(-1)).toContain('已到账，请您查看。');
  });

  it('gets what agents wrote too late first in the answer to what he writes next, merged into it', async () => {
    await joined.restart({ afterMs: 3 * hourMs });
    agent = await joined.signIn();
    await agent.post(`/api/desk/tickets/${number}/claim`);
    const texts = ['已为您查到这笔转账。', '对方银行预计明天到账。'];
    for (const text of texts) await reply(number, text, 'waiting');
    expect(shownTo(joined, customer).some((text) => text.includes(texts[0] ?? ''))).toBe(false);

    await joined.simulator.pushes.text(customer, '1');

    const [answer = ''] = joined.simulator
      .transcriptOf(customer)
      .slice(-1)
      .map(({ content, via }) => {
        expect(via).toBe('passive');
        return content.kind === 'text' ? content.text : '';
      });
    expect(answer.indexOf(texts[0] ?? '')).toBeGreaterThanOrEqual(0);
    expect(answer.indexOf(texts[1] ?? '')).toBeGreaterThan(answer.indexOf(texts[0] ?? ''));
    for (const text of texts) {
      await reaches(number, text, 'sent');
      expect(shownTo(joined, customer).filter((shown) => shown.includes(text))).toHaveLength(1);
    }
  });
});
