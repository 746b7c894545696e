import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { askForPerson, openJoined, shownTo, type Joined } from '../support/joined-product.ts';
import { ticketOf, ticketSoon, type TicketJson } from '../support/matters.ts';

const openId = 'oSampleReadingOn';

let joined: Joined;
let agent: Caller;
beforeAll(async () => {
  joined = await openJoined();
  agent = await joined.signIn();
}, 60_000);
afterAll(() => joined.close());

describe('an agent who reads a ticket', () => {
  it('sees what was said with the bot before it and after it, every line once and in order', async () => {
    const { pushes } = joined.simulator;
    await pushes.text(openId, '忘记密码');
    const number = await askForPerson(joined, openId, '登录不上，想找人看看');
    await ticketSoon(agent, number);
    const claimed = await agent.post(`/api/desk/tickets/${number}/claim`, {});
    const { epoch } = claimed.body as TicketJson;
    const resolved = await agent.post(`/api/desk/tickets/${number}/resolve`, { code: 'solved', epoch });
    expect(resolved.status).toBe(200);
    await pushes.text(openId, '跳过');
    await pushes.text(openId, '提现要手续费吗');

    const { transcript } = await ticketOf(agent, number);
    const asked = transcript.filter(({ from }) => from === 'customer').map(({ text }) => text);

    expect(asked).toEqual(['忘记密码', '关注', '转人工', '登录不上，想找人看看', '跳过', '提现要手续费吗']);
    expect(transcript.at(-1)).toMatchObject({ from: 'bot', text: expect.stringContaining('提现') as unknown });
    expect(new Set(transcript.map(({ id }) => id)).size).toBe(transcript.length);
    expect(transcript.map(({ seq }) => seq)).toEqual(transcript.map(({ seq }) => seq).toSorted((a, b) => a - b));
  });

  it('has what was said right before it for its matter, and nothing of an earlier talk', async () => {
    const other = 'oSampleTwoTalks';
    const { pushes } = joined.simulator;
    await pushes.text(other, '忘记密码');
    await joined.restart({ afterMs: 20 * 60_000 });
    agent = await joined.signIn();
    for (const text of ['转账没到账', '转人工', '跳过']) await pushes.text(other, text);
    const [number = ''] = /K\d{8}-\d{4}/.exec(shownTo(joined, other).at(-1) ?? '') ?? [];

    expect((await ticketSoon(agent, number)).summary).toBe('转账没到账');
  });
});
