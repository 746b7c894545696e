import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { askForPerson, hearPages, openJoined, shownTo, type Joined } from '../support/joined-product.ts';
import { ticketOf, ticketSoon, type TicketJson } from '../support/matters.ts';
import { waitFor } from '../support/wait-for.ts';

const hourMs = 3_600_000;
const customSend = '/cgi-bin/message/custom/send';
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const error = (errcode: number) => ({ kind: 'error', errcode, errmsg: 'sample' }) as const;

type Letter = { id: string; state: string; text: string; code?: number };

let joined: Joined;
let agent: Caller;
beforeAll(async () => {
  joined = await openJoined();
  agent = await joined.signIn();
}, 60_000);
afterAll(() => joined.close());

const thread = (number: string) => ticketOf(agent, number);

/** A ticket that an agent has. */
async function served(customer: string): Promise<string> {
  const number = await askForPerson(joined, customer, '昨天转账 500 元，对方没收到');
  expect((await ticketSoon(agent, number)).state).toBe('queued');
  expect((await agent.post(`/api/desk/tickets/${number}/claim`)).status).toBe(200);
  return number;
}

async function post(number: string, action: string, what: object): Promise<void> {
  const { epoch } = await thread(number);
  const answer = await agent.post(`/api/desk/tickets/${number}/${action}`, { ...what, epoch });
  expect(answer.status).toBeLessThan(300);
}

const reaches = (number: string, isIt: (line: TicketJson['transcript'][number]) => boolean, state: string) =>
  waitFor(async () => {
    const line = (await thread(number)).transcript.findLast(isIt);
    return line?.delivery?.state === state ? line : undefined;
  });

async function letters(): Promise<Letter[]> {
  return (await agent.get('/api/desk/dead-letters')).body.letters as Letter[];
}

describe("an agent's words that WeChat never takes", () => {
  it('call staff, can be looked at, and are sent again when a lead says so', async () => {
    const customer = 'oSampleRefuses';
    const number = await served(customer);
    const pages = await hearPages(joined, agent);
    joined.simulator.faults.plan(customSend, error(48002), 1);

    await post(number, 'reply', { text: '已为您查到这笔转账。' });
    const line = await reaches(number, ({ text }) => text.includes('查到这笔'), 'failed');

    await waitFor(() => pages.heard(`page.dead_letter ${number}`));
    expect(await letters()).toContainEqual(expect.objectContaining({ id: line.id, state: 'failed', code: 48002 }));
    expect((await agent.post('/api/desk/dead-letters/replay', { id: line.id })).status).toBe(202);
    await reaches(number, ({ text }) => text.includes('查到这笔'), 'sent');
    expect(shownTo(joined, customer).filter((text) => text.includes('查到这笔'))).toHaveLength(1);
    expect(await letters()).toEqual([]);
    await pages.stop();
  }, 60_000);

  it('bring back a ticket that was finished meanwhile, when their time is over, and call staff', async () => {
    const customer = 'oSampleSilent';
    const number = await served(customer);
    await joined.restart({ afterMs: 49 * hourMs });
    agent = await joined.signIn();
    // Its agent was away for two days: it went back to the queue.
    await waitFor(async () => ((await thread(number)).state === 'queued' ? true : undefined));
    await agent.post(`/api/desk/tickets/${number}/claim`);
    await post(number, 'reply', { text: '对方银行已退回。' });
    await reaches(number, ({ text }) => text.includes('已退回'), 'waiting');
    await post(number, 'resolve', { code: 'solved' });
    expect((await thread(number)).state).not.toBe('queued');

    await joined.restart({ afterMs: 73 * hourMs });
    agent = await joined.signIn();

    await reaches(number, ({ text }) => text.includes('已退回'), 'expired');
    await waitFor(async () => ((await thread(number)).state === 'queued' ? true : undefined));
    expect(await letters()).toContainEqual(expect.objectContaining({ state: 'expired' }));
  }, 90_000);
});

describe("an agent's picture that WeChat has no longer", () => {
  it('is uploaded again when it is sent again', async () => {
    const customer = 'oSamplePicture';
    const number = await served(customer);
    await post(number, 'reply', { text: '您好，请看这张图。' });
    await reaches(number, ({ text }) => text.includes('请看这张图'), 'sent');
    joined.simulator.faults.plan(customSend, error(48002), 1);
    await post(number, 'picture', { data: png });
    const line = await reaches(number, ({ kind }) => kind === 'image', 'failed');

    // The file that was uploaded for the first try is refused as WeChat refuses one it has dropped.
    joined.simulator.faults.plan(customSend, error(40007), 1);
    await agent.post('/api/desk/dead-letters/replay', { id: line.id });

    await reaches(number, ({ kind }) => kind === 'image', 'sent');
    const pictures = joined.simulator.sentTo(customer).filter(({ content }) => content.kind === 'image');
    expect(pictures).toHaveLength(1);
  }, 60_000);
});
