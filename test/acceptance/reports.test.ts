import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';
import { waitFor } from '../support/wait-for.ts';

type ClusterJson = { id: string; kind: string; state: string; reported: number; confirmed: number; reports: string[] };
type TicketJson = { number: string; priority: string; topic: string; summary: string };

const password = 'sample battery staple 8';
/** made up, and nobody's: 170 numbers of a block that is not handed out */
const impostor = '17000000000';

let product: Product;
let lead: Caller;
let agent: Caller;

beforeAll(async () => {
  product = await openProduct();
  lead = await product.signIn('admin', adminPassword);
  const roles = ['agent'];
  await lead.post('/api/desk/staff', {
    login: 'li',
    password,
    name: '小李',
    employeeNumber: '1001',
    roles,
    capacity: 5,
  });
  agent = await product.signIn('li', password);
}, 60_000);
afterAll(() => product.close());

async function follower(): Promise<Phone> {
  const phone = await product.phone();
  await phone.follow();
  return phone;
}

/** Files a whole report; @returns what the customer is told at its end */
async function report(phone: Phone, who: string): Promise<string> {
  await phone.say('举报');
  await phone.say(who);
  await phone.say('电话打来的');
  await phone.say('让我把钱转到安全账户');
  await phone.say('损失 3000 元，今天上午');
  return phone.say('跳过');
}

async function clusters(): Promise<ClusterJson[]> {
  return (await lead.get('/api/desk/reports/clusters')).body.clusters as ClusterJson[];
}

describe('a report of an impostor', () => {
  let told: string;
  let earlier: Phone;
  beforeAll(async () => {
    earlier = await follower();
    expect(await earlier.say(`${impostor} 是你们的电话吗`)).toMatch(/不在官方名单/);
    told = await report(await follower(), `自称客服，电话 ${impostor}，还发了 pay-wallet-help.com`);
  });

  it('has a number, goes to the fraud lane, and says how to report it in WeChat as well', async () => {
    expect(told).toMatch(/编号 R\d{8}-\d{4}/);
    expect(told).toMatch(/微信里投诉/);
    const number = /K\d{8}-\d{4}/.exec(told)?.[0] ?? '';
    const ticket = await waitFor(async () => {
      const { status, body } = await agent.get(`/api/desk/tickets/${number}`);
      return status === 200 ? (body as unknown as TicketJson) : undefined;
    });

    expect(ticket).toMatchObject({ priority: 'urgent', topic: 'fraud' });
    expect(ticket.summary).not.toContain(impostor);
  });

  it('is clustered by what it names, without naming it', async () => {
    const found = await waitFor(async () => {
      const all = await clusters();
      return all.length >= 2 ? all : undefined;
    });

    expect(found.map(({ kind }) => kind).sort()).toEqual(['phone', 'website']);
    expect(JSON.stringify(found)).not.toMatch(/17000000000|pay-wallet-help/);
    expect(found.every(({ state, confirmed }) => state === 'reported' && confirmed === 0)).toBe(true);
  });

  it('keeps what it names under seal: opened by a senior colleague with a reason that stays on record', async () => {
    const number = /R\d{8}-\d{4}/.exec(told)?.[0] ?? '';
    const path = `/api/desk/reports/${number}/evidence`;

    expect((await agent.post(path, { reason: '核查来电号码' })).status).toBe(403);
    expect((await lead.post(path)).status).toBe(400);
    const opened = await lead.post(path, { reason: '核查来电号码' });

    expect(opened.body.evidence).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'phone', value: impostor }),
        expect.objectContaining({ kind: 'website', value: 'pay-wallet-help.com' }),
      ]),
    );
  });

  it('warns nobody before a lead confirms it; then everybody who names it, with how often', async () => {
    const phone = await follower();
    expect(await phone.say(`${impostor} 是官方的吗`)).toMatch(/不在官方名单/);
    await report(await follower(), `电话 ${impostor}`);
    const id = await waitFor(async () => (await clusters()).find(({ reported }) => reported === 2)?.id);

    expect((await agent.post(`/api/desk/reports/clusters/${id}/confirm`)).status).toBe(403);
    const confirmed = await lead.post(`/api/desk/reports/clusters/${id}/confirm`);

    expect(confirmed.body).toMatchObject({ state: 'confirmed', confirmed: 2, confirmedBy: '0001' });
    expect(await phone.say(`一七零零零零零零零零零 给我打电话`)).toMatch(/核实为假冒.*2 次/);
    expect(await earlier.receives('现已核实为假冒')).not.toContain(impostor);
    await lead.post(`/api/desk/reports/clusters/${id}/confirm`);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const warned = (await earlier.bubbles()).filter(({ words }) => words.includes('现已核实为假冒'));
    expect(warned).toHaveLength(1);
  });

  it('is exported for the police as a spreadsheet in which no cell is a formula', async () => {
    await report(await follower(), '=HYPERLINK("x") 微信 evil_kefu_9');
    const id = await waitFor(async () => (await clusters()).find(({ kind }) => kind === 'wechat')?.id);
    const answer = await fetch(`${product.base}/api/desk/reports/clusters/${id}/export`, {
      method: 'POST',
      headers: {
        Cookie: lead.cookie,
        Origin: product.base,
        'X-Requested-By': 'desk',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ reason: '移交公安机关' }),
    });
    const csv = await answer.text();

    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(csv).toContain('evil_kefu_9');
    expect(csv).toMatch(/"'=HYPERLINK/);
  });
});

describe('the watch list', () => {
  it('takes what a lead learned elsewhere, and nothing that is ours', async () => {
    const added = await lead.post('/api/desk/watch-list', { text: 'QQ 98765432', reason: '来自行业通报' });
    const ours = await lead.post('/api/desk/watch-list', { text: '400-000-0000', reason: '来自行业通报' });
    const nothing = await lead.post('/api/desk/watch-list', { text: '什么都没有', reason: '来自行业通报' });

    expect([added.status, ours.status, nothing.status]).toEqual([201, 422, 422]);
    expect(await (await follower()).say('QQ 98765432 让我加他')).toMatch(/核实为假冒/);
  });
});

describe('a report begun right after asking', () => {
  it('has what was asked about, so that one tap reports it', async () => {
    const phone = await follower();
    await phone.say('这个链接是真的吗 refund-now-desk.top');
    await phone.say('举报');
    for (let i = 0; i < 4; i++) await phone.say('跳过');
    const told = await phone.say('跳过');
    const number = /R\d{8}-\d{4}/.exec(told)?.[0] ?? '';
    const evidence = await waitFor(async () => {
      const opened = await lead.post(`/api/desk/reports/${number}/evidence`, { reason: '核查链接' });
      return opened.status === 200 ? opened.body.evidence : undefined;
    });

    expect(evidence).toEqual([expect.objectContaining({ value: 'refund-now-desk.top' })]);
  });
});
