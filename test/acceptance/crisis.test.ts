import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { followed, numberIn, ticketSoon, type TicketJson } from '../support/matters.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

let product: Product;
let agent: Caller;
beforeAll(async () => {
  product = await openProduct();
  agent = await product.signIn('admin', adminPassword);
}, 60_000);
afterAll(() => product.close());

const ticketIn = (answer: string): Promise<TicketJson> => ticketSoon(agent, numberIn(answer));

/** What staff were called for with a ticket, the earliest first; resolves when there is something. */
async function callsFor(ticket: string): Promise<string[]> {
  return waitFor(async () => {
    const { events } = (await agent.get(`/api/desk/audit/events?ticket=${ticket}`)).body;
    const calls = (events as readonly { kind: string; at: string }[])
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .flatMap(({ kind }) => (kind.startsWith('page.') ? [kind] : []));
    return calls.length > 0 ? calls : undefined;
  });
}

describe('who writes that he no longer wants to live', () => {
  it.each(['钱都没了，我不想活了', '我想自杀', '我站在楼顶'])('meets care and a person: %s', async (text) => {
    const phone = await followed(product);

    const answer = await phone.say(text);

    expect(answer).toContain('12356');
    expect(answer).not.toMatch(/1\. 冻结|没有看懂/);
    expect(await ticketIn(answer)).toMatchObject({ priority: 'urgent', topic: 'crisis', state: 'queued' });
  });

  it('is heard in the middle of a form', async () => {
    const phone = await followed(product);
    await phone.say('投诉');

    expect(await phone.say('我不想活了')).toContain('12356');
  });

  it('goes ahead of everybody with the ticket that he has, and is not left with a receipt', async () => {
    const phone = await followed(product);
    await phone.say('转人工');
    const opened = await phone.say('转账没到账');

    expect(await phone.say('我不想活了')).toContain('12356');
    await waitFor(async () => ((await ticketIn(opened)).lifeAtRisk ? true : undefined));
    expect(await phone.say('没有意思')).toContain('12356');
  });

  it('stands before those who lose money, however long they have waited, and is given out first', async () => {
    const cheated = await followed(product);
    await cheated.say('我被骗了');
    const [money, life] = [
      numberIn(await cheated.say('转人工')),
      numberIn(await (await followed(product)).say('我想自杀')),
    ];
    await Promise.all([money, life].map((number) => ticketSoon(agent, number)));

    const queue = (await agent.get('/api/desk/tickets?state=queued')).body.tickets as readonly TicketJson[];
    expect(queue.find(({ lifeAtRisk }) => !lifeAtRisk)?.priority).toBe('urgent');
    const numbers = queue.map(({ number }) => number);
    expect(numbers.indexOf(life)).toBeLessThan(numbers.indexOf(money));
    expect((await agent.post('/api/desk/tickets/next', {})).body).toMatchObject({
      priority: 'urgent',
      lifeAtRisk: true,
    });
  });

  it('has staff called at once, and not for a time that is promised', async () => {
    const life = numberIn(await (await followed(product)).say('活不下去了'));

    expect(await callsFor(life)).toEqual(['page.ticket_life']);
  });

  it('is called for as a life, and money being stolen as what is urgent, once each', async () => {
    const phone = await followed(product);
    await phone.say('钱包被盗了怎么办');
    const urgent = numberIn(await phone.say('转人工'));
    expect(await callsFor(urgent)).toEqual(['page.ticket_urgent']);

    await phone.say('活不下去了');
    await waitFor(async () => ((await callsFor(urgent)).length > 1 ? true : undefined));
    await phone.say('真的不想活了');

    expect(await callsFor(urgent)).toEqual(['page.ticket_urgent', 'page.ticket_life']);
  });

  it('goes on being cared for while he waits', async () => {
    const phone = await followed(product);
    await phone.say('我不想活了');

    expect(await phone.say('那是我全部的积蓄')).toMatch(/我在.*12356/s);
    expect(await phone.say('没人帮我')).toMatch(/正在排队.*我在.*12356/s);
  });
});

describe('whoever was told what to do about an emergency', () => {
  async function cheated(): Promise<Phone> {
    const phone = await followed(product);
    expect(await phone.say('我被骗了')).toContain('紧急止付');
    return phone;
  }

  it('has an urgent ticket as soon as he asks for a person, and is asked nothing more', async () => {
    const phone = await cheated();
    await phone.say('转给一个微信好友五千');

    const answer = await phone.say('转人工');

    expect(answer).toContain('编号');
    const ticket = await ticketIn(answer);
    expect(ticket).toMatchObject({ priority: 'urgent', topic: 'fraud' });
    expect(ticket.summary).toContain('微信好友五千');
  });

  it.each([
    ['能追回来吗', '谁也说不准'],
    ['他还在电话里', '请现在就挂断'],
    ['是真的吗', '请当作骗子'],
    ['我还没转', '没有照做就好'],
    ['110打了', '做得对'],
    ['没手机怎么进app', '进不了 App 也能冻结'],
    ['电话打不通', '110'],
    ['里面绑了好几张卡', '发卡银行'],
    ['他能看到我密码吗', '断网'],
    ['我妈不信我还要转', '家人'],
  ])('is answered in its light: %s', async (text, said) => {
    const phone = await cheated();

    const answer = await phone.say(text);

    expect(answer).toContain(said);
    expect(answer).not.toMatch(/没有看懂|您想问的是哪一个|添加银行卡/);
  });

  it('is never promised the money', async () => {
    const phone = await cheated();

    expect(await phone.say('多久能追回来')).toContain('凡是说交钱就能帮您追回的');
  });

  it('is let go when it was a mistake', async () => {
    const phone = await followed(product);
    await phone.say('账户被盗');

    expect(await phone.say('想起来了，是我自己付的')).toContain('不用冻结');
    expect(await phone.say('两千块')).not.toMatch(/拨(打)? 110/);
  });
});
