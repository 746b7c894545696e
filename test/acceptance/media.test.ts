import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';
import { waitFor } from '../support/wait-for.ts';

type Line = {
  id: string;
  from: string;
  kind: string;
  media?: { id: string; kind: string; state: string; contentType?: string; size?: number };
  delivery?: { state: string };
};
type Thread = { number: string; epoch: number; state: string; transcript: Line[] };

let product: Product;
let customer: Phone;
let agent: Caller;
let number: string;

beforeAll(async () => {
  product = await openProduct();
  customer = await product.phone();
  agent = await product.signIn('admin', adminPassword);
  await customer.follow();
  await customer.picture();
  await customer.voice();
  await customer.video();
  await customer.say('转人工');
  number = /K\d{8}-\d{4}/.exec(await customer.say('收到一张奇怪的图片，请帮我看看'))?.[0] ?? '';
  await waitFor(async () => ((await thread()).state === 'queued' ? true : undefined));
  await agent.post(`/api/desk/tickets/${number}/claim`);
}, 60_000);
afterAll(() => product.close());

async function thread(): Promise<Thread> {
  return (await agent.get(`/api/desk/tickets/${number}`)).body as Thread;
}

/** The lines of that kind, once each of their files has come to rest. */
async function linesOf(kind: string): Promise<Line[]> {
  return waitFor(async () => {
    const lines = (await thread()).transcript.filter((line) => line.kind === kind && line.from === 'customer');
    return lines.length > 0 && lines.every(({ media }) => media?.state === 'kept') ? lines : undefined;
  });
}

describe('what customers send as files', () => {
  it.each([
    ['image', 'image/png'],
    ['voice', 'audio/amr'],
    ['video', 'video/mp4'],
  ])('is fetched behind the answer and shown to the agent: %s', async (kind, contentType) => {
    const [line] = await linesOf(kind);

    expect(line?.media).toMatchObject({ kind, contentType });
    const answer = await agent.post(`/api/desk/tickets/${number}/media`, { media: line?.media?.id, reason: 'answer' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, contentType]);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('opens only with a reason, and only through the ticket of its customer', async () => {
    const [line] = await linesOf('image');
    const media = line?.media?.id;

    expect((await agent.post(`/api/desk/tickets/${number}/media`, { media })).status).toBe(400);
    const elsewhere = await agent.post('/api/desk/tickets/K20200101-0001/media', { media, reason: 'answer' });
    expect(elsewhere.status).toBe(404);
  });
});

describe('a picture that an agent sends', () => {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

  it('has to follow words that say who it is from', async () => {
    const { epoch } = await thread();

    expect((await agent.post(`/api/desk/tickets/${number}/picture`, { data: png, epoch })).status).toBe(422);
  });

  it('reaches the phone, and the transcript says how far it has come', async () => {
    const first = await thread();
    await agent.post(`/api/desk/tickets/${number}/reply`, { text: '您好，请看这张图。', epoch: first.epoch });
    const { epoch } = await thread();

    const sent = await agent.post(`/api/desk/tickets/${number}/picture`, { data: png, epoch });

    expect(sent.status).toBe(202);
    await waitFor(async () => {
      const line = (await thread()).transcript.find(({ kind, from }) => kind === 'image' && from === 'agent');
      return line?.delivery?.state === 'sent' ? line : undefined;
    });
    expect((await customer.bubbles()).some(({ from, words }) => from === 'account' && words === '[图片]')).toBe(true);
  });

  it('is refused when it is no picture, whatever it is called', async () => {
    const { epoch } = await thread();
    const data = Buffer.from('<svg onload="alert(1)">').toString('base64');

    expect((await agent.post(`/api/desk/tickets/${number}/picture`, { data, epoch })).status).toBe(422);
  });
});
