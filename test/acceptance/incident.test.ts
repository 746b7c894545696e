import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';

let product: Product;
let lead: Caller;
const phones: Phone[] = [];
const tickets: string[] = [];
let incident = '';

beforeAll(async () => {
  product = await openProduct();
  lead = await product.signIn('admin', adminPassword);
  for (let n = 0; n < 3; n++) {
    const phone = await product.phone();
    await phone.follow();
    await phone.say('转人工');
    tickets.push(/K\d{8}-\d{4}/.exec(await phone.say('样本：充值一直失败'))?.[0] ?? '');
    phones.push(phone);
  }
}, 60_000);
afterAll(() => product.close());

async function ofAll(words: string): Promise<number[]> {
  return Promise.all(
    phones.map(async (phone) => (await phone.bubbles()).filter((bubble) => bubble.words.includes(words)).length),
  );
}

describe('an incident', () => {
  it('is refused with a link that is not official', async () => {
    const body = { title: '充值失败', text: '详见 https://pay-help.example-sample.top/a' };

    expect((await lead.post('/api/desk/incidents', body)).status).toBe(422);
  });

  it('has a number and is a notice at once', async () => {
    const { status, body } = await lead.post('/api/desk/incidents', {
      title: '样本：充值失败',
      text: '银行通道故障，正在处理。',
    });
    incident = String(body.number);

    expect([status, incident]).toEqual([201, expect.stringMatching(/^I\d{8}-\d{4}$/)]);
    expect(await phones[0]?.say('公告')).toContain('银行通道故障');
  });

  it('takes live tickets, each into one incident only', async () => {
    const path = `/api/desk/incidents/${incident}/tickets`;
    const first = await lead.post(path, { tickets: tickets.slice(0, 2) });
    const again = await lead.post(path, { tickets: [...tickets.slice(0, 2), 'K20200101-0001'] });

    expect(first.body.joined).toEqual(tickets.slice(0, 2));
    expect(again.body.joined).toEqual([]);
  });

  it('is listed with how many tickets it has, one without any too', async () => {
    const empty = await lead.post('/api/desk/incidents', { title: '样本：另一个', text: '样本：正在查。' });

    const { incidents } = (await lead.get('/api/desk/incidents')).body as { incidents: Record<string, unknown>[] };

    expect(incidents.map(({ number, tickets: size }) => [number, size])).toEqual([
      [empty.body.number, 0],
      [incident, 2],
    ]);
  });

  it('tells all its customers once, and nobody else', async () => {
    const path = `/api/desk/incidents/${incident}/reply`;
    const [told, again] = await Promise.all([
      lead.post(path, { epoch: 1, text: '样本：预计半小时内恢复。' }),
      lead.post(path, { epoch: 1, text: '样本：预计半小时内恢复。' }),
    ]);

    expect([told.status, again.status].sort()).toEqual([200, 409]);
    await Promise.all(phones.slice(0, 2).map((phone) => phone.receives('预计半小时内恢复')));
    expect(await ofAll('预计半小时内恢复')).toEqual([1, 1, 0]);
  });

  it('closes its tickets together and says so to each customer', async () => {
    await lead.post(`/api/desk/incidents/${incident}/close`, { epoch: 2, text: '样本：充值已恢复。' });

    await Promise.all(phones.slice(0, 2).map((phone) => phone.receives('故障已处理')));
    const states = await Promise.all(
      tickets.map(async (number) => (await lead.get(`/api/desk/tickets/${number}`)).body),
    );
    expect(states.map(({ state }) => state)).toEqual(['closed', 'closed', 'queued']);
  });

  it('takes up again the ticket of whoever says that it is still broken, and only that one', async () => {
    expect(await phones[0]?.say('仍未解决')).toContain(`${tickets[0]} 已重新排队`);
    await phones[1]?.say('已解决');

    const states = await Promise.all(
      tickets.slice(0, 2).map(async (number) => (await lead.get(`/api/desk/tickets/${number}`)).body.state),
    );
    expect(states).toEqual(['queued', 'closed']);
    expect(await phones[0]?.say('进度')).toContain(tickets[0]);
  });
});
