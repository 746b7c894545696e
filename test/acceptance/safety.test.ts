import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';
import { waitFor } from '../support/wait-for.ts';

type TicketJson = { number: string; epoch: number; summary: string; transcript: LineJson[] };
type LineJson = { text: string; kind: string; from: string; media?: { id: string; state: string; preview?: string } };

const password = 'sample battery staple 8';
/** made up: passes the check of a card number, and is nobody's */
const card = ['6222 0212 3456', '7890 128'] as const;

let product: Product;
let customer: Phone;
let lead: Caller;
let agent: Caller;
let ticket: string;

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
  customer = await follower();
  await customer.say('转人工');
  ticket = /K\d{8}-\d{4}/.exec(await customer.say('转账没有到账'))?.[0] ?? '';
  await waitFor(async () => (await agent.post(`/api/desk/tickets/${ticket}/claim`)).status === 200 || undefined);
}, 60_000);
afterAll(() => product.close());

describe('who sends a card number', () => {
  it('and wants something looked up is asked what', async () => {
    const answer = await (await follower()).say(`我的卡号是${card.join(' ')}，帮我查一下`);

    expect(answer).toContain('没有保留');
    expect(answer).toContain('请直接写出来');
  });

  it('and asks nothing is asked nothing', async () => {
    const answer = await (await follower()).say(`我绑定的那张银行卡卡号是${card.join(' ')}，是工商银行的`);

    expect(answer).toContain('没有保留');
    expect(answer).not.toContain('请直接写出来');
  });
});

describe('a secret whose halves come in two messages', () => {
  it('is masked in the transcript within a second of its second half', async () => {
    await customer.say(`我的卡号 ${card[0]}`);
    await customer.say(card[1]);
    const from = Date.now();
    const seen = await waitFor(async () => {
      const text = await thread();
      return text.includes('7890 128') || text.includes(card[0]) ? undefined : text;
    });

    expect(seen).toContain('我的卡号 [已隐藏]');
    expect(Date.now() - from).toBeLessThan(1000);
  });

  it('is masked in what became the ticket’s summary', async () => {
    const one = await follower();
    await one.say('转人工');
    const number = /K\d{8}-\d{4}/.exec(await one.say(`卡号 ${card[0]}`))?.[0] ?? '';
    await one.say(card[1]);

    const summary = await waitFor(async () => {
      const { body, status } = await lead.get(`/api/desk/tickets/${number}`);
      const { summary: told } = body as unknown as TicketJson;
      return status === 200 && !told.includes('3456') ? told : undefined;
    });
    expect(summary).toContain('[已隐藏]');
  });
});

describe('who speaks', () => {
  it('is told at the head of each message: the bot as such, a person by name, number and the never-ask line', async () => {
    expect(await customer.say('进度')).toMatch(/^【自动回复】/);
    const { epoch } = await open();
    await agent.post(`/api/desk/tickets/${ticket}/reply`, { text: '您好，正在核实。', epoch });

    expect(await customer.receives('正在核实')).toMatch(/小李 工号 1001[\s\S]*绝不会索要密码/);
  });

  it('opens every message from a person with the phrase that the customer chose, which is kept nowhere in clear', async () => {
    expect(await customer.say('设置防伪短语 春江水暖')).toMatch(/已设置/);
    await reply('第二条消息');
    expect(await customer.receives('第二条消息')).toMatch(/^〔春江水暖〕【小李 工号 1001】/);
    expect(await thread()).not.toContain('春江水暖');

    await customer.say('修改防伪短语 夏日荷塘');
    await reply('第三条消息');
    expect(await customer.receives('第三条消息')).toMatch(/^〔夏日荷塘〕/);

    await customer.say('取消防伪短语');
    await reply('第四条消息');
    expect(await customer.receives('第四条消息')).toMatch(/^【小李/);
  });

  it.each(['设置安全词 春江水暖', '设置暗号 春江水暖'])('is set by its other names too: %s', async (wish) => {
    const phone = await product.phone();
    await phone.follow();

    expect(await phone.say(wish)).toMatch(/已设置/);
  });

  it.each(['设置防伪短语 123456', '设置防伪短语 官方客服', '设置防伪短语 门前老槐树'])(
    'takes no phrase that proves nothing: %s',
    async (text) => expect(await customer.say(text)).toMatch(/不能用/),
  );
});

describe('a reply that the outgoing check blocks', () => {
  it('may be released by a lead alone, with a reason that stays with the ticket', async () => {
    const text = '请拨打 021-65432100 联系银行';
    const { epoch } = await open();
    const path = `/api/desk/tickets/${ticket}/reply`;

    expect((await agent.post(path, { text, epoch })).status).toBe(422);
    expect((await agent.post(path, { text, epoch, release: '银行的公开电话' })).status).toBe(403);
    expect((await lead.post(path, { text, epoch })).status).toBe(422);
    expect((await lead.post(path, { text, epoch, release: '银行的公开电话' })).status).toBe(202);

    expect(await customer.receives('65432100')).toMatch(/工号 0001/);
    expect(await thread()).toMatch(/放行.*foreign_phone.*银行的公开电话/);
  });
});

describe('what two replies ask for together', () => {
  it('is refused with the second, as if it had been one', async () => {
    await reply('您收到的验证码');
    const { epoch } = await open();

    const refused = await agent.post(`/api/desk/tickets/${ticket}/reply`, { text: '现在发我一下', epoch });

    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ rule: 'asks_secret' });
    await reply('请不要告诉任何人');
  });
});

describe('a picture', () => {
  it('with a QR code is judged by where the code leads; its words are asked for as text', async () => {
    const phone = await follower();
    const told = await sendPicture(phone, 'https://refund-desk-now.top/x');

    expect(told).toMatch(/不能判断真假[\s\S]*用文字发来/);
    expect(await phone.receives('二维码指向的链接')).toMatch(/不在官方名单/);
    await sendPicture(phone, 'https://wallet.example/help');
    expect(await phone.receives('链接在官方名单里')).toMatch(/官网/);
  });

  it('is seen by agents as a few points until one opens it with a reason', async () => {
    const told = await sendPicture(customer, 'https://wallet.example/any');
    expect(told).toMatch(/身份证[\s\S]*删除图片/);
    const { id, preview } = await waitFor(async () => (await pictures()).find((one) => one.preview !== undefined));

    const points = PNG.sync.read(Buffer.from((preview ?? '').replace(/^.*,/, ''), 'base64'));
    expect(Math.max(points.width, points.height)).toBe(20);
    expect((await agent.post(`/api/desk/tickets/${ticket}/media`, { media: id })).status).toBe(400);
    expect((await agent.post(`/api/desk/tickets/${ticket}/media`, { media: id, reason: 'identity' })).status).toBe(200);
  });

  it('of identity papers is not wanted here: the customer is told at once, and has it deleted by one word', async () => {
    expect(await customer.say('我把身份证正反面拍给你们')).toMatch(/不会在聊天里索要证件[\s\S]*删除图片/);
    expect(await sendPicture(await follower(), 'no link')).toMatch(/身份证[\s\S]*删除图片/);
    await sendPicture(customer, 'no link');
    const { id } = await waitFor(async () => (await pictures()).at(-1));
    expect(await exportedMedia()).toBeGreaterThan(0);

    expect(await customer.say('删除图片')).toMatch(/已删除/);

    await waitFor(async () => ((await pictures()).length === 0 ? true : undefined));
    expect((await agent.post(`/api/desk/tickets/${ticket}/media`, { media: id, reason: 'identity' })).status).toBe(404);
    expect(await exportedMedia()).toBe(0);
  });
});

async function follower(): Promise<Phone> {
  const phone = await product.phone();
  await phone.follow();
  return phone;
}

async function sendPicture({ openId, bubbles }: Phone, code: string): Promise<string> {
  const before = (await bubbles()).length;
  const body = new Uint8Array(await QRCode.toBuffer(code, { scale: 6 }));
  const headers = { 'Content-Type': 'image/png' };
  await fetch(`${product.base}/simulator/phone/customers/${openId}/images`, { method: 'POST', headers, body });
  return (await bubbles())
    .slice(before)
    .map(({ words }) => words)
    .join('\n');
}

async function open(): Promise<TicketJson> {
  return (await lead.get(`/api/desk/tickets/${ticket}`)).body as unknown as TicketJson;
}

async function reply(text: string): Promise<void> {
  const { epoch } = await open();
  const { status } = await agent.post(`/api/desk/tickets/${ticket}/reply`, { text, epoch });
  expect(status).toBe(202);
}

/** The customer's pictures that are kept. */
async function pictures(): Promise<NonNullable<LineJson['media']>[]> {
  const { transcript } = await open();
  return transcript.flatMap(({ media, from }) => (media?.state === 'kept' && from === 'customer' ? [media] : []));
}

/** How many of the customer's files an export of everything about him has. */
async function exportedMedia(): Promise<number> {
  const { body } = await lead.post('/api/desk/customers/export', { ref: ticket, reason: 'customer_asked' });
  return (body.collections as { media?: unknown[] }).media?.length ?? 0;
}

async function thread(): Promise<string> {
  return (await open()).transcript.map(({ text }) => text).join('\n');
}
