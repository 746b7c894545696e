import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminPassword, holding, openProduct, type Phone, type Product } from '../support/product.ts';
import type { Caller } from '../support/desk.ts';
import { openTicket, ticketOf, ticketSoon, type TicketJson } from '../support/matters.ts';
import { waitFor } from '../support/wait-for.ts';

let product: Product;
let admin: Caller;
let li: Caller;
let wang: Caller;
beforeAll(async () => {
  product = await openProduct({}, holding(2));
  admin = await product.signIn('admin', adminPassword);
  const password = 'sample battery staple 8';
  for (const [login, employeeNumber] of [
    ['li', '1001'],
    ['wang', '1002'],
  ]) {
    const account = {
      login,
      password,
      name: `坐席${employeeNumber ?? ''}`,
      employeeNumber,
      roles: ['agent'],
      capacity: 20,
    };
    expect((await admin.post('/api/desk/staff', account)).status).toBe(201);
  }
  [li, wang] = [await product.signIn('li', password), await product.signIn('wang', password)];
}, 60_000);
afterAll(() => product.close());

const at = (number: string, rest = ''): string => `/api/desk/tickets/${number}${rest}`;

async function claimed(by: Caller, matter = '转账没到账'): Promise<{ phone: Phone; ticket: TicketJson }> {
  const phone = await product.phone();
  const number = await openTicket(phone, matter);
  await waitFor(async () => ((await by.get(at(number))).status === 200 ? true : undefined));
  const { status, body } = await by.post(at(number, '/claim'));
  expect(status).toBe(200);
  return { phone, ticket: body as TicketJson };
}

const deliveries = async (by: Caller, number: string): Promise<(string | undefined)[]> =>
  (await ticketOf(by, number)).transcript.filter(({ from }) => from === 'agent').map(({ delivery }) => delivery?.state);

describe('a reply', () => {
  it('can be taken back while it waits: the customer never sees it, colleagues see that it was taken back', async () => {
    const { phone, ticket } = await claimed(li);
    const text = '这句话要撤回。'.repeat(200);
    const sent = await li.post(at(ticket.number, '/reply'), { text, epoch: ticket.epoch });
    const { id, delivery } = (sent.body as { message: { id: string; delivery: { leavesAt: string } } }).message;
    expect(Date.parse(delivery.leavesAt) - Date.now()).toBeGreaterThan(1_000);

    const foreign = await wang.remove(at(ticket.number, `/replies/${id}`));
    const taken = await li.remove(at(ticket.number, `/replies/${id}`));
    const again = await li.remove(at(ticket.number, `/replies/${id}`));
    const { epoch } = sent.body as { epoch: number };
    const { move, firstReplyAt } = await ticketOf(li, ticket.number);
    expect({ move, firstReplyAt }).toEqual({ move: 'ours' });
    await li.post(at(ticket.number, '/reply'), { text: '您好，正在为您核实。', epoch });
    expect(await phone.receives('正在为您核实')).toContain('验真 1001');

    expect([foreign.status, taken.status, again.status]).toEqual([404, 200, 200]);
    expect(taken.body).toMatchObject({ message: { delivery: { state: 'taken_back' } } });
    // The customer may have it a moment before it is written down that he has.
    await waitFor(async () => ((await deliveries(wang, ticket.number)).includes('sending') ? undefined : true));
    expect(await deliveries(wang, ticket.number)).toEqual(['taken_back', 'sent']);
    expect((await phone.bubbles()).map(({ words }) => words).join()).not.toContain('这句话要撤回');
  });

  it('can’t be taken back once it has left', async () => {
    const { phone, ticket } = await claimed(li);
    const sent = await li.post(at(ticket.number, '/reply'), { text: '已经为您登记。', epoch: ticket.epoch });
    await phone.receives('已经为您登记');

    const late = await li.remove(
      at(ticket.number, `/replies/${(sent.body as { message: { id: string } }).message.id}`),
    );

    expect(late).toMatchObject({ status: 409, body: { error: 'on_its_way' } });
  });
});

describe('tickets in bulk', () => {
  it('are closed as spam, each under the epoch that was seen; what has moved on or is urgent stays', async () => {
    const phones = await Promise.all(Array.from({ length: 3 }, () => product.phone()));
    const numbers: string[] = [];
    for (const phone of phones) numbers.push(await openTicket(phone, '加我看广告'));
    const urgent = await openTicket(await product.phone(), '我的账户被盗了，钱被转走了');
    const all = [...numbers, urgent];
    const tickets = await Promise.all(all.map((number) => ticketSoon(li, number)));
    const [moved] = tickets;
    await wang.post(at(moved?.number ?? '', '/claim'));

    const chosen = tickets.map(({ number, epoch }) => ({ number, epoch }));
    const { status, body } = await li.post('/api/desk/tickets/close', { tickets: chosen, code: 'spam' });

    expect(status).toBe(200);
    const results = body.results as { number: string; ok: boolean; error?: string; message?: string }[];
    expect(results.map(({ ok, error }) => (ok ? 'closed' : error))).toEqual([
      'ticket_taken',
      'closed',
      'closed',
      'urgent_singly',
    ]);
    expect(results[0]?.message).toContain('1002');
    expect(await ticketOf(li, numbers[1] ?? '')).toMatchObject({ state: 'closed', closeCode: 'spam' });
    expect(await phones[1]?.say('进度')).toMatch(/没有正在处理/);
  });
});

describe('a search', () => {
  it('finds waiting and finished tickets by words of what the matter is, and by the number, page by page', async () => {
    const found = async (query: string): Promise<{ tickets: readonly TicketJson[]; next?: string }> =>
      (await li.get(`/api/desk/tickets?${query}`)).body as { tickets: readonly TicketJson[]; next?: string };
    const numbers = [];
    for (const matter of ['样本灯塔：退款没到', '样本灯塔：Wifi 断了', '样本帆船：退款没到']) {
      numbers.push(await openTicket(await product.phone(), matter));
      await ticketSoon(li, numbers.at(-1) ?? '');
    }
    const ended = await ticketOf(li, numbers[0] ?? '');
    await li.post('/api/desk/tickets/close', { tickets: [{ number: ended.number, epoch: ended.epoch }] });
    const words = encodeURIComponent('灯塔');

    expect((await found(`q=${words}`)).tickets.map(({ number }) => number)).toEqual([numbers[1], numbers[0]]);
    expect((await found(`q=${words}&state=queued`)).tickets.map(({ number }) => number)).toEqual([numbers[1]]);
    expect((await found('q=wifi')).tickets.map(({ number }) => number)).toEqual([numbers[1]]);
    expect((await found(`q=${String(numbers[2]).toLowerCase()}`)).tickets).toHaveLength(1);
    const first = await found(`q=${words}&limit=1`);
    const second = await found(`q=${words}&limit=1&after=${String(first.next)}`);
    expect([first.tickets[0]?.number, second.tickets[0]?.number]).toEqual([numbers[1], numbers[0]]);
  });
});

describe('a finished ticket', () => {
  it('is taken up again by an agent, and what the customer writes reaches it', async () => {
    const { phone, ticket } = await claimed(li);
    const closed = await li.post(at(ticket.number, '/resolve'), { code: 'no_reply', epoch: ticket.epoch });
    const stale = await wang.post(at(ticket.number, '/reopen'), { epoch: ticket.epoch });

    const reopened = await wang.post(at(ticket.number, '/reopen'), { epoch: (closed.body as TicketJson).epoch });

    expect(stale.status).toBe(409);
    expect(reopened).toMatchObject({ status: 200, body: { state: 'assigned', owner: { employeeNumber: '1002' } } });
    expect((reopened.body as TicketJson).closeCode).toBeUndefined();
    await phone.say('我又想起一件事');
    await waitFor(async () =>
      (await ticketOf(wang, ticket.number)).transcript.find(({ text }) => text.includes('又想起')),
    );
  });

  it('stays closed while the customer has another one', async () => {
    const { phone, ticket } = await claimed(li);
    const closed = await li.post(at(ticket.number, '/resolve'), { code: 'no_reply', epoch: ticket.epoch });
    const other = await openTicket(phone, '另一件事：退款没到');
    await ticketSoon(li, other);

    const refused = await wang.post(at(ticket.number, '/reopen'), { epoch: (closed.body as TicketJson).epoch });

    expect(refused).toMatchObject({ status: 409, body: { error: 'live_elsewhere', number: other } });
    expect(await phone.say('进度')).toContain(other);
  });
});

describe('an agent who writes first', () => {
  it('reaches the customer in a ticket of his own, and is told why where the customer has one', async () => {
    const { phone, ticket } = await claimed(li);
    const customer = `/api/desk/customers/${ticket.customer}`;
    const early = await wang.post(`${customer}/tickets`, { text: '您好，您的退款已到账。' });
    await li.post(at(ticket.number, '/resolve'), { code: 'no_reply', epoch: ticket.epoch });

    const written = await wang.post(`${customer}/tickets`, { text: '您好，您的退款已到账。' });
    const asking = await wang.post(`${customer}/tickets`, { text: '请把验证码发给我' });

    expect(early).toMatchObject({ status: 409, body: { error: 'live_elsewhere', number: ticket.number } });
    expect(written).toMatchObject({ status: 201, body: { ticket: { owner: { employeeNumber: '1002' } } } });
    expect(asking.status).toBe(422);
    await phone.receives('退款已到账');
    expect((await wang.get(customer)).body).toMatchObject({ followed: true, window: { left: expect.any(Number) } });
  });

  it('is told why nothing can be sent where the customer has not written for too long', async () => {
    const short = await openProduct({}, (yaml) =>
      yaml
        .replace('message: { left: 5, hours: 48 }', 'message: { left: 5, hours: 0.0003 }')
        .replace('follow: { left: 3, minutes: 1 }', 'follow: { left: 3, minutes: 0.01 }'),
    );
    try {
      const root = await short.signIn('admin', adminPassword);
      const number = await openTicket(await short.phone(), '退款没到');
      const { customer, epoch } = await ticketSoon(root, number);
      await root.post('/api/desk/tickets/close', { tickets: [{ number, epoch }] });
      await new Promise((resolve) => setTimeout(resolve, 1_200));

      const { status, body } = await root.post(`/api/desk/customers/${customer}/tickets`, { text: '您好' });

      expect({ status, error: body.error }).toEqual({ status: 422, error: 'window_too_long_ago' });
      expect(body.message).toContain('48 小时');
    } finally {
      await short.close();
    }
  });
});

describe('a break', () => {
  it('brings nothing new until it ends, and the end of a shift hands over everything with a note', async () => {
    const { ticket } = await claimed(wang);
    expect((await wang.post('/api/desk/duty', { duty: 'break' })).status).toBe(200);
    const waiting = await openTicket(await product.phone(), '充值没到账');
    await ticketSoon(li, waiting);

    expect(await wang.post('/api/desk/tickets/next')).toMatchObject({ status: 409, body: { error: 'on_break' } });
    expect(await wang.post(at(waiting, '/claim'))).toMatchObject({ status: 409, body: { error: 'on_break' } });
    expect((await wang.get('/api/desk/me')).body).toMatchObject({ duty: 'break' });
    const lis = (await claimed(li)).ticket;
    const given = await li.post(at(lis.number, '/transfer'), { to: '1002', epoch: lis.epoch });
    expect(given).toMatchObject({ status: 409, body: { error: 'colleague_on_break' } });
    expect(await ticketOf(li, lis.number)).toMatchObject({ owner: { employeeNumber: '1001' }, epoch: lis.epoch });
    expect((await wang.post('/api/desk/duty', { duty: 'available' })).status).toBe(200);
    expect((await wang.post(at(waiting, '/claim'))).status).toBe(200);

    const mine = ((await wang.get('/api/desk/tickets?mine=true&limit=200')).body.tickets as TicketJson[]).filter(
      ({ state }) => state !== 'closed' && state !== 'wrapup',
    );
    const forgotten = await wang.post('/api/desk/shift/end', { handovers: [] });
    expect(forgotten).toMatchObject({ status: 422, body: { error: 'tickets_left' } });
    const handovers = mine.map(({ number, epoch }, index) => ({
      ...{ number, epoch, note: `客户在等，第 ${index + 1} 件` },
      to: number === ticket.number ? '1001' : 'queue',
    }));
    const ended = await wang.post('/api/desk/shift/end', { handovers });

    expect(ended).toMatchObject({ status: 200, body: { left: 0, ended: true } });
    expect(await ticketOf(li, ticket.number)).toMatchObject({ owner: { employeeNumber: '1001' } });
    const back = await ticketOf(li, waiting);
    expect(back.state).toBe('queued');
    expect(back.transcript.some(({ kind, text }) => kind === 'note' && text.includes('客户在等'))).toBe(true);
    expect((await wang.get('/api/desk/me')).body).toMatchObject({ duty: 'off' });
  });
});
