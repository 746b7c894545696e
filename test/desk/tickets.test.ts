import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lineShape, threadShape, ticketShape } from '../../src/desk/shapes.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { openDesk, type Caller, type OpenDesk } from '../support/desk.ts';

let desk: OpenDesk;
let li: Caller;
let wang: Caller;
beforeAll(async () => {
  desk = await openDesk();
  [li, wang] = [await desk.agent('li', ['agent'], 50), await desk.agent('wang', ['agent'], 50)];
});
afterAll(() => desk.close());

const at = (ticket: Ticket, action = ''): string => `/api/desk/tickets/${ticket.number}${action}`;

async function claimed(): Promise<Ticket> {
  const ticket = desk.memory.put();
  expect((await li.post(at(ticket, '/claim'))).status).toBe(200);
  return desk.memory.ticket(ticket.number) ?? ticket;
}

describe('a ticket on the desk', () => {
  it('is flat, names its owner by number and never its customer’s OpenID', async () => {
    const ticket = await claimed();
    desk.memory.say(ticket.number, { text: '钱没到账' });

    const { status, body } = await li.get(at(ticket));

    expect(status).toBe(200);
    expect(threadShape.parse(body)).toMatchObject({
      number: ticket.number,
      state: 'assigned',
      epoch: 1,
      owner: { name: '坐席1001', employeeNumber: '1001' },
      transcript: [{ from: 'customer', text: '钱没到账', seq: 1 }],
    });
    expect(JSON.stringify(body)).not.toContain(ticket.openId);
  });

  it('that does not exist is not found, and so is a number that cannot exist', async () => {
    for (const number of ['K20261122-9999', 'K1', '%7B%22$gt%22%3A%22%22%7D']) {
      expect((await li.get(`/api/desk/tickets/${number}`)).status).toBe(404);
      expect((await li.post(`/api/desk/tickets/${number}/claim`)).status).toBe(404);
    }
  });

  it('goes to one of two who claim it; the other is told who has it', async () => {
    const ticket = desk.memory.put();

    const answers = await Promise.all([li.post(at(ticket, '/claim')), wang.post(at(ticket, '/claim'))]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409);
    const owner = desk.memory.ticket(ticket.number)?.owner;
    expect(lost?.body).toMatchObject({
      error: 'ticket_taken',
      message: `已由 ${owner?.name ?? ''}（工号 ${owner?.employeeNumber ?? ''}）接入`,
      owner: { name: owner?.name, employeeNumber: owner?.employeeNumber },
      epoch: 1,
    });
  });

  it('is what "next" gives, the most urgent one first, and 204 says that nothing waits', async () => {
    const only = await openDesk();
    try {
      const zhao = await only.agent('zhao');
      only.memory.put({ priority: 'normal' });
      const urgent = only.memory.put({ priority: 'urgent' });

      expect(ticketShape.parse((await zhao.post('/api/desk/tickets/next')).body).number).toBe(urgent.number);
      await zhao.post('/api/desk/tickets/next');
      expect((await zhao.post('/api/desk/tickets/next')).status).toBe(204);
    } finally {
      await only.close();
    }
  });

  it('is not taken beyond what an agent may have', async () => {
    const sun = await desk.agent('sun', ['agent'], 1);
    await sun.post(at(desk.memory.put(), '/claim'));

    const { status, body } = await sun.post(at(desk.memory.put(), '/claim'));

    expect({ status, error: body.error }).toEqual({ status: 409, error: 'capacity_full' });
  });
});

describe('a reply', () => {
  it('is accepted for sending, and its line is in the transcript', async () => {
    const ticket = await claimed();

    const { status, body } = await li.post(at(ticket, '/reply'), { text: '您好，正在为您核实。', epoch: ticket.epoch });

    expect(status).toBe(202);
    expect(lineShape.parse(body.message)).toMatchObject({ from: 'agent', delivery: { state: 'queued' } });
    expect(body.epoch).toBe(ticket.epoch + 1);
    expect(await li.get(at(ticket))).toMatchObject({ body: { transcript: [{ text: '您好，正在为您核实。' }] } });
  });

  it('of somebody who is behind is refused with where the ticket is now', async () => {
    const ticket = await claimed();

    const stale = await li.post(at(ticket, '/reply'), { text: '您好', epoch: ticket.epoch - 1 });
    const foreign = await wang.post(at(ticket, '/reply'), { text: '您好', epoch: ticket.epoch });

    expect(stale).toMatchObject({ status: 409, body: { error: 'ticket_changed', epoch: ticket.epoch } });
    expect(foreign).toMatchObject({ status: 409, body: { error: 'ticket_taken', owner: { employeeNumber: '1001' } } });
  });

  it('that the outgoing check stops comes back with the reason', async () => {
    const ticket = await claimed();

    const { status, body } = await li.post(at(ticket, '/reply'), { text: '请告诉我验证码', epoch: ticket.epoch });

    expect(status).toBe(422);
    expect(body).toMatchObject({ error: 'reply_blocked', message: '不能向客户索要验证码。', rule: 'asks_for_secret' });
  });

  it.each([
    { text: '' },
    { text: '   ' },
    { text: '您好' },
    { text: '您好', epoch: '1' },
    { text: { $gt: '' }, epoch: 1 },
  ])('without text or epoch is no reply: %j', async (body) => {
    expect((await li.post(at(await claimed(), '/reply'), body)).status).toBe(400);
  });
});

describe('what an agent does with a ticket', () => {
  it('is a note, a transfer, an escalation, a pause or an end', async () => {
    const [noted, given, raised, paused, ended] = await Promise.all([
      claimed(),
      claimed(),
      claimed(),
      claimed(),
      claimed(),
    ]);
    const until = new Date(Date.now() + 3_600_000).toISOString();

    expect(await li.post(at(noted, '/note'), { text: '已联系支付组' })).toMatchObject({
      status: 201,
      body: { kind: 'note' },
    });
    expect(await li.post(at(given, '/transfer'), { to: '1002', epoch: 1 })).toMatchObject({
      status: 200,
      body: { epoch: 2 },
    });
    expect(await li.post(at(raised, '/escalate'), { note: '需要二线', epoch: 1 })).toMatchObject({
      status: 200,
      body: { tier: 2 },
    });
    expect(await li.post(at(paused, '/snooze'), { until, epoch: 1 })).toMatchObject({
      status: 200,
      body: { snoozedUntil: until },
    });
    expect(await li.post(at(ended, '/resolve'), { code: 'solved', epoch: 1 })).toMatchObject({
      status: 200,
      body: { state: 'closed' },
    });
  });

  it('is refused to whoever is behind', async () => {
    const ticket = await claimed();
    const until = new Date(Date.now() + 3_600_000).toISOString();

    for (const [action, body] of [
      ['transfer', { to: '1002' }],
      ['escalate', {}],
      ['snooze', { until }],
      ['resolve', { code: 'solved' }],
    ] as const) {
      expect((await wang.post(at(ticket, `/${action}`), { ...body, epoch: 1 })).status).toBe(409);
      expect((await li.post(at(ticket, `/${action}`), { ...body, epoch: 0 })).status).toBe(409);
    }
  });

  it.each(['2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z', 'tomorrow'])('is no pause until %s', async (until) => {
    expect((await li.post(at(await claimed(), '/snooze'), { until, epoch: 1 })).status).toBe(400);
  });
});

describe('the list', () => {
  it('comes in pages, by state, by owner and by words', async () => {
    const only = await openDesk();
    try {
      const zhou = await only.agent('zhou');
      for (let i = 0; i < 60; i++) only.memory.put(i === 7 ? { summary: '银行卡绑定失败' } : {});
      const mine = only.memory.put({ priority: 'urgent' });
      await zhou.post(at(mine, '/claim'));
      const tickets = async (query: string) =>
        ((await zhou.get(`/api/desk/tickets${query}`)).body.tickets as Ticket[]).length;

      expect(await tickets('')).toBe(50);
      expect(await tickets('?limit=1000')).toBe(61);
      const { body } = await zhou.get('/api/desk/tickets?limit=40');
      expect(await tickets(`?limit=40&after=${String(body.next)}`)).toBe(21);
      expect(await tickets('?state=queued&limit=200')).toBe(60);
      expect(await tickets('?mine=true')).toBe(1);
      expect(await tickets(`?q=${encodeURIComponent('银行卡')}`)).toBe(1);
      expect((await zhou.get('/api/desk/counts')).body).toEqual({ queued: 60, mine: 1, snoozed: 0, live: 61 });
    } finally {
      await only.close();
    }
  });
});
