import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDesk, type Caller, type OpenDesk } from '../support/desk.ts';

type Canned = { id: string; scope: string; shortcut: string; text: string; filled: string; blanks: string[] };

let desk: OpenDesk;
let li: Caller;
let wang: Caller;
let lead: Caller;
beforeAll(async () => {
  desk = await openDesk({ now: () => new Date('2026-11-22T01:30:00Z') });
  li = await desk.agent('li');
  wang = await desk.agent('wang');
  lead = await desk.agent('lead', ['lead']);
});
afterAll(() => desk.close());

const keep = (by: Caller, reply: object) =>
  by.post('/api/desk/canned', { scope: 'personal', title: '问好', text: '您好', ...reply });

async function listed(by: Caller, query = ''): Promise<Canned[]> {
  const { status, body } = await by.get(`/api/desk/canned${query}`);
  expect(status).toBe(200);
  return body.canned as Canned[];
}

const shortcuts = (list: Canned[]): string[] => list.map(({ shortcut }) => shortcut);

describe('canned replies', () => {
  it('are an agent’s own, or everybody’s where a lead keeps them', async () => {
    expect((await keep(li, { shortcut: 'zj' })).status).toBe(201);
    expect((await keep(lead, { shortcut: 'gx', scope: 'shared' })).status).toBe(201);
    expect(await keep(li, { shortcut: 'gx2', scope: 'shared' })).toMatchObject({
      status: 403,
      body: { error: 'forbidden' },
    });

    expect(shortcuts(await listed(li)).sort()).toEqual(['gx', 'zj']);
    expect(shortcuts(await listed(wang))).toEqual(['gx']);
  });

  it('are found by what their shortcut begins with first, then by title', async () => {
    await keep(wang, { shortcut: 'tk', title: '退款进度' });
    await keep(wang, { shortcut: 'atk', title: '其他' });

    expect(shortcuts(await listed(wang, '?q=TK'))).toEqual(['tk', 'atk']);
    expect(shortcuts(await listed(wang, `?q=${encodeURIComponent('退款')}`))).toEqual(['tk']);
  });

  it('have their known blanks filled in for a ticket, and name those that are left', async () => {
    const { number } = desk.memory.put();
    await keep(li, {
      shortcut: 'jd',
      text: '{问候}，{客户称呼}。编号 {编号} 已转{部门}，我是 {客服姓名}（工号 {工号}），电话｛官方电话｝。',
    });

    const [reply] = await listed(li, `?q=jd&ticket=${number}`);

    expect(reply?.filled).toBe(`上午好，客户。编号 ${number} 已转{部门}，我是 坐席1001（工号 1001），电话95188。`);
    expect(reply?.blanks).toEqual(['部门']);
    expect((await listed(li, '?q=jd'))[0]?.blanks).toEqual(['编号', '部门']);
  });

  it('do not go to a customer while a blank is left: the refusal says which', async () => {
    const { number } = desk.memory.put();
    const claimed = await li.post(`/api/desk/tickets/${number}/claim`);

    const { status, body } = await li.post(`/api/desk/tickets/${number}/reply`, {
      text: '{客户称呼}，已为您转到｛ 部门 ｝。',
      epoch: claimed.body.epoch,
    });

    expect(status).toBe(422);
    expect(body).toMatchObject({ error: 'blanks_left', blanks: ['客户称呼', '部门'] });
    expect(body.message).toContain('{客户称呼}、{部门}');
  });

  it('are not kept when they say what must never be said', async () => {
    expect(await keep(li, { shortcut: 'yz', text: '请把验证码告诉我' })).toMatchObject({
      status: 422,
      body: { error: 'reply_blocked', rule: 'asks_for_secret' },
    });
  });

  it('have one shortcut each within their scope', async () => {
    expect((await keep(li, { shortcut: 'cf' })).status).toBe(201);
    expect((await keep(wang, { shortcut: 'cf' })).status).toBe(201);
    expect(await keep(li, { shortcut: 'cf' })).toMatchObject({ status: 409, body: { error: 'shortcut_taken' } });
  });

  it('are changed and thrown away by who keeps them, and by nobody else', async () => {
    const own = (await keep(li, { shortcut: 'gai' })).body.id as string;
    const shared = (await keep(lead, { shortcut: 'gong', scope: 'shared' })).body.id as string;
    const change = { shortcut: 'gai', title: '改过', text: '改过的' };

    for (const id of [own, shared]) {
      expect((await wang.post(`/api/desk/canned/${id}`, change)).status).toBe(404);
      expect((await wang.remove(`/api/desk/canned/${id}`)).status).toBe(404);
    }
    expect(await li.post(`/api/desk/canned/${own}`, change)).toMatchObject({ status: 200, body: { text: '改过的' } });
    expect((await li.remove(`/api/desk/canned/${own}`)).status).toBe(204);
    expect((await lead.remove(`/api/desk/canned/${shared}`)).status).toBe(204);
    expect(shortcuts(await listed(li))).not.toContain('gai');
  });
});
