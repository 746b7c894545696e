import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';

let product: Product;
let phone: Phone;
let lead: Caller;
let number = '';
beforeAll(async () => {
  product = await openProduct();
  phone = await product.phone();
  await phone.follow();
  await phone.picture();
  lead = await product.signIn('admin', adminPassword);
}, 60_000);
afterAll(() => product.close());

const at = (rest = '') => `/api/desk/cases/${number}${rest}`;

/** Begins a form, answers its first question and passes the others. @returns the number that it is filed under */
async function file(word: string): Promise<string> {
  await phone.say(word);
  let answer = await phone.say('样本经过：客服答复太慢');
  for (let left = 8; left > 0 && !/[CR]\d{8}-\d{4}/.test(answer); left--) answer = await phone.say('跳过');
  return /[CR]\d{8}-\d{4}/.exec(answer)?.[0] ?? '';
}

/** Waits until so many pictures of the customer are kept. */
async function keeps(pictures: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { body } = await lead.post('/api/desk/customers/export', { ref: number, reason: 'customer_asked' });
    if (((body.collections as Record<string, unknown[]>).media ?? []).length === pictures) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Never ${pictures} pictures`);
}

describe('a complaint', () => {
  it('has a number of its own once the questions are answered or passed', async () => {
    number = await file('投诉');

    expect(number).toMatch(/^C/);
  });

  it('keeps the picture that was sent before it, though its customer has his pictures deleted', async () => {
    await phone.picture();
    await keeps(2);

    await phone.say('删除图片');

    await keeps(1);
  });

  it('stands under 进度 with the day by which the customer is promised an answer', async () => {
    expect(await phone.say('进度')).toMatch(new RegExp(`${number}：已登记，最晚 \\d+月\\d+日前`));
  });

  it('lies before those who handle complaints, with its clocks, and without the OpenID', async () => {
    const { status, body } = await lead.get('/api/desk/cases/due');

    expect(status).toBe(200);
    expect(body.cases).toMatchObject([{ number, form: 'complaint', state: 'filed', epoch: 1, breached: [] }]);
    expect(JSON.stringify(body)).not.toContain(phone.openId);
  });

  it('is acknowledged once: the second learns that it has moved on', async () => {
    const first = await lead.post(at('/acknowledge'), { epoch: 1, category: 'service' });
    const second = await lead.post(at('/acknowledge'), { epoch: 1 });

    expect([first.status, first.body.state, second.status, second.body.epoch]).toEqual([200, 'acknowledged', 409, 2]);
    expect(await phone.say('进度')).toContain('处理中');
  });

  it('is not answered with a request for a secret', async () => {
    const { status, body } = await lead.post(at('/answer'), { epoch: 2, text: '请把短信验证码发给我' });

    expect([status, body.error]).toEqual([422, 'reply_blocked']);
  });

  it('is answered in the chat, under its number', async () => {
    const { body } = await lead.post(at('/answer'), { epoch: 2, text: '样本答复：已经改进排班。' });

    expect(body).toMatchObject({ state: 'answered', epoch: 3, category: 'service' });
    const told = await phone.receives('样本答复');
    expect(told).toContain(`投诉答复 ${number}`);
    expect(told).toContain('转人工');
    expect(told).not.toContain('[[');
  });

  it('is closed with an outcome, and no longer under 进度', async () => {
    const { body } = await lead.post(at('/close'), { epoch: 3, outcome: 'upheld' });

    expect(body).toMatchObject({ state: 'closed', outcome: 'upheld' });
    expect(body.dueAt).toBeUndefined();
    expect(await phone.say('进度')).not.toContain(number);
  });

  it('needs the picture no longer once it is closed: then it goes when its customer asks', async () => {
    await phone.say('删除图片');

    await keeps(0);
  });
});

describe('a closed complaint', () => {
  const reopen = (by: Caller, more: object = {}) =>
    by.post(at('/reopen'), { epoch: 4, reason: 'customer_disputes', ...more });

  it('is taken up again by a lead only, and for one of the reasons', async () => {
    await lead.post('/api/desk/staff', {
      ...{ login: 'sample-senior', name: '样本高级坐席', employeeNumber: '2001', roles: ['senior'] },
      password: 'sample-Only-7-lanterns',
    });
    const senior = await product.signIn('sample-senior', 'sample-Only-7-lanterns');

    expect((await reopen(senior)).status).toBe(403);
    expect((await reopen(lead, { reason: 'because' })).status).toBe(400);
    expect((await lead.get(at())).body.state).toBe('closed');
  });

  it('keeps how it stood, has its terms anew, and tells its customer by when he is answered', async () => {
    const { status, body } = await reopen(lead);
    const again = await reopen(lead);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ state: 'acknowledged', epoch: 5, breached: [], category: 'service' },
      reopened: [{ reason: 'customer_disputes', outcome: 'upheld', breached: [] }],
    });
    expect([body.closedAt, body.outcome, again.status]).toEqual([undefined, undefined, 409]);
    expect(await phone.receives('已重新办理')).toMatch(
      new RegExp(`投诉 ${number} 已重新办理，最晚 \\d+月\\d+日前答复您`),
    );
    expect(await phone.say('进度')).toContain(`${number}：处理中`);
  });

  it('is on record with its reason', async () => {
    const { events } = (await lead.get(`/api/desk/audit/events?ticket=${number}`)).body as { events: object[] };

    expect(events).toContainEqual(expect.objectContaining({ kind: 'case.reopen', codes: ['customer_disputes'] }));
    const { employeeNumber } = (await lead.get('/api/desk/me')).body as { employeeNumber: string };
    const trail = (await lead.get(`/api/desk/audit/events?agent=${employeeNumber}`)).body as { events: object[] };
    expect(trail.events).toContainEqual(expect.objectContaining({ kind: 'case.listed', codes: ['due', '1'] }));
  });

  it('is answered a second time, and the customer reads the second answer too', async () => {
    await lead.post(at('/answer'), { epoch: 5, text: '样本复核：已为您退还。' });
    const closed = await lead.post(at('/close'), { epoch: 6, outcome: 'partly_upheld' });

    expect(await phone.receives('样本复核')).toContain(`投诉答复 ${number}`);
    expect(closed.body).toMatchObject({ state: 'closed', outcome: 'partly_upheld', reopened: [{ outcome: 'upheld' }] });
  });
});

describe('a report of an impostor', () => {
  it('calls the lead at once, in every open console', async () => {
    const stream = await fetch(`${product.base}/api/desk/events`, { headers: { Cookie: lead.cookie } });
    const filed = await file('举报');

    let heard = '';
    const parts = (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
      heard += part.value;
      if (/page\.report_filed\ndata: .*\n/.test(heard)) break;
    }
    await parts.cancel();
    expect(filed).toMatch(/^R/);
    expect(heard).toContain(filed);
    expect(heard).not.toContain('样本经过');
  });
});
