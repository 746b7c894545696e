import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Agent } from '../../src/domain/agent.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { faultsOf, type Told } from '../support/ownership.ts';
import { planWith } from '../support/queue.ts';
import { createQueueWorld, type QueueWorld } from '../support/queue-world.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const at: TestStore = await openTestStore();
let world: QueueWorld;
beforeEach(async () => {
  for (const name of ['tickets', 'seats']) await at.connection.collection(name).deleteMany({});
  const skills = { money: ['topic-pay', 'topic-refund'] };
  world = createQueueWorld(at.connection, { plan: planWith({ routing: { skills } }) });
  await ensureIndexes(at.connection);
});
afterAll(() => at.close());

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const told = (ticket: Ticket): Told => ({
  ticket: ticket.number,
  epoch: ticket.epoch,
  employeeNumber: ticket.owner?.employeeNumber ?? '',
});

/** Claims until nothing is left for him. @returns what he was told he has */
async function claimAll(by: Agent): Promise<Told[]> {
  const mine: Told[] = [];
  for (;;) {
    const claimed = await world.claim.claimNext(by);
    if (!claimed.ok || !claimed.value) return mine;
    mine.push(told(claimed.value));
  }
}

describe('claiming', () => {
  it('gives 500 tickets to 200 agents, none twice and none left', async () => {
    await Promise.all(many(500, () => world.open()));
    const agents = many(200, (n) => world.agent(String(2000 + n), { capacity: 4 }));

    const all = (await Promise.all(agents.map(claimAll))).flat();

    expect(all).toHaveLength(500);
    expect(new Set(all.map(({ ticket }) => ticket)).size).toBe(500);
    expect(faultsOf(world.events, all)).toEqual([]);
    const loads = await world.tickets.seats.taken();
    expect(loads.reduce((sum, { used }) => sum + used, 0)).toBe(500);
    expect(Math.max(...loads.map(({ used }) => used))).toBeLessThanOrEqual(4);
  }, 120_000);

  it('never gives an agent more than he may have, however many claims he makes at once', async () => {
    const tickets = await Promise.all(many(12, () => world.open()));
    const li = world.agent('1001', { capacity: 3 });

    const claims = await Promise.all([
      ...tickets.map(({ number }) => world.claim.claim(number, li)),
      ...many(12, () => world.claim.claimNext(li)),
    ]);

    expect(claims.filter((claim) => claim.ok && claim.value)).toHaveLength(3);
    expect(claims.filter((claim) => !claim.ok && claim.error.kind === 'full').length).toBeGreaterThan(0);
    expect(await world.tickets.heldBy(li.id)).toHaveLength(3);
  });

  it('gives a place back with its ticket, whichever way the ticket goes', async () => {
    const [li, wang] = [world.agent('1001', { capacity: 1 }), world.agent('1002', { capacity: 1 })];
    const until = new Date(world.clock().getTime() + 60_000);
    const actor = { kind: 'system', id: 'test' } as const;
    const ways: ((ticket: Ticket) => Promise<unknown>)[] = [
      ({ number, epoch }) => world.move.release({ number, epoch }, li),
      ({ number, epoch }) => world.move.escalate({ number, epoch }, li),
      ({ number, epoch }) => world.move.snooze({ number, epoch, until }, li),
      ({ number, epoch }) => world.move.wait({ number, epoch, until, party: 'bank' }, li),
      ({ number, epoch }) => world.move.transfer({ number, epoch, to: 'topic-x' }, li),
      ({ number, epoch }) => world.move.transfer({ number, epoch, to: wang.employeeNumber }, li),
      ({ number }) => world.tickets.change(number, { transition: 'resolve', actor }),
      ({ number }) => world.tickets.change(number, { transition: 'end', actor }),
    ];
    for (const way of ways) {
      const claimed = await world.claim.claim((await world.open()).number, li);
      if (!claimed.ok) throw new Error(`${way.toString()}: ${claimed.error.kind}`);
      await way(claimed.value);
    }

    const loads = await world.tickets.seats.loadsOf([li.id, wang.id]);
    expect(loads.map(({ agent, used }) => [agent, used]).sort()).toEqual([
      [li.id, 0],
      [wang.id, 1],
    ]);
  });

  it('lets what was put off come back to its agent even where he has no place free', async () => {
    const li = world.agent('1001', { capacity: 1 });
    const first = await world.claim.claim((await world.open()).number, li);
    if (!first.ok) throw new Error('not claimed');
    const { number, epoch } = first.value;
    await world.move.snooze({ number, epoch, until: new Date(world.clock().getTime() + 60_000) }, li);
    await world.claim.claim((await world.open()).number, li);

    await world.tickets.customerWrote(number, world.clock());

    expect(await world.read(number)).toMatchObject({ state: 'serving', owner: { employeeNumber: '1001' } });
    expect((await world.claim.claim((await world.open()).number, li)).ok).toBe(false);
  });

  it('takes from several topics in the one order of the queue: danger, tier, priority, age', async () => {
    const li = world.agent('1001', { roles: ['lead'], skills: ['money', 'topic-card'], capacity: 10 });
    const opened: Ticket[] = [];
    for (const [topic, priority] of [
      ['topic-card', 'normal'],
      ['topic-pay', 'normal'],
      ['topic-other', 'urgent'],
      ['topic-refund', 'high'],
      ['topic-card', 'urgent'],
    ] as const) {
      opened.push(await world.open({ topic, priority }));
      world.pass(1);
    }
    const raised = opened[1];
    if (!raised) throw new Error('not opened');
    const helper = world.agent('1002');
    const claimed = await world.claim.claim(raised.number, helper);
    if (!claimed.ok) throw new Error('not claimed');
    await world.move.escalate({ number: raised.number, epoch: claimed.value.epoch }, helper);

    const order = (await claimAll(li)).map(({ ticket }) => opened.findIndex(({ number }) => number === ticket));

    expect(order).toEqual([4, 1, 3, 0]);
  });

  it('puts a life at risk before money, whatever came first, whoever comes, and wherever the matter goes', async () => {
    const [agent, lead] = [world.agent('1001', { capacity: 9 }), world.agent('1002', { roles: ['lead'], capacity: 9 })];
    const escalated = await world.open({ priority: 'urgent' });
    world.pass(1);
    const fraud = await world.open({ priority: 'urgent' });
    world.pass(1);
    const life = await world.open({ priority: 'urgent', lifeAtRisk: true });
    world.pass(1);
    const said = await world.open({ priority: 'low' });
    await world.tickets.customerWrote(said.number, world.clock(), { priority: 'urgent', lifeAtRisk: true });
    const claimed = await world.claim.claim(escalated.number, agent);
    if (!claimed.ok) throw new Error('not claimed');
    await world.move.escalate({ number: escalated.number, epoch: claimed.value.epoch }, agent);

    expect(await world.tickets.ahead(life)).toBe(0);
    for (const by of [agent, lead, agent]) {
      const next = await world.claim.claimNext(by);
      if (!next.ok || next.value?.number !== life.number) throw new Error(JSON.stringify(next));
      await world.move.release({ number: life.number, epoch: next.value.epoch }, by);
    }
    const order = (await claimAll(lead)).map(({ ticket }) => ticket);
    expect(order).toEqual([life.number, said.number, escalated.number, fraud.number]);
  });

  it('leaves the higher tiers to those who are of them', async () => {
    const ticket = await world.open();
    const [agent, senior, own] = [
      world.agent('1001'),
      world.agent('1002', { roles: ['senior'] }),
      world.agent('1003', { tier: 3 }),
    ];
    for (const tier of [2, 3]) {
      const claimed = await world.claim.claim(ticket.number, own);
      if (!claimed.ok) throw new Error('not claimed');
      const up = await world.move.escalate({ number: ticket.number, epoch: claimed.value.epoch }, own);
      expect(up).toMatchObject({ ok: true, value: { tier, state: 'queued' } });
    }

    expect(await world.claim.claimNext(agent)).toEqual({ ok: true, value: undefined });
    expect(await world.claim.claimNext(senior)).toEqual({ ok: true, value: undefined });
    expect(await world.claim.claimNext(own)).toMatchObject({ ok: true, value: { number: ticket.number } });
    expect((await world.read(ticket.number)).tiers?.map(({ tier, by }) => [tier, by])).toEqual([
      [1, 'queue'],
      [2, '1003'],
      [3, '1003'],
    ]);
  });
});

describe('a place that a crash left between an agent and a ticket', () => {
  /** A minute passes, and the sweeper comes. */
  async function minute(): Promise<void> {
    world.pass(1);
    await world.tickets.healSeats(new Date(world.clock().getTime() - 60_000));
  }
  const used = async (agent: Agent) => (await world.tickets.seats.loadsOf([agent.id]))[0]?.used;

  it('is free again within two minutes, however busy he is, and what he has he keeps', async () => {
    const li = world.agent('1001', { capacity: 9 });
    await world.tickets.seats.take(li.id, 9);

    for (let n = 0; n < 2; n++) {
      world.pass(0.01);
      await world.claim.claim((await world.open()).number, li);
      await minute();
    }

    expect(await used(li)).toBe(2);
  });

  it.each([
    ['just before', 0.9, 0],
    ['while', 0, 0.01],
  ])('is found where it was left %s the others were looked at', async (_when, before, meanwhile) => {
    const li = world.agent('1001', { capacity: 9 });
    await world.claim.claim((await world.open()).number, li);
    world.pass(before);
    if (before > 0) await world.tickets.seats.take(li.id, 9);
    world.pass(1.1 - before);
    await world.tickets.seats.heal(new Date(world.clock().getTime() - 60_000), async () => {
      world.pass(meanwhile);
      if (meanwhile > 0) await world.tickets.seats.take(li.id, 9);
      return (await at.connection.collection('tickets').find({}).toArray()).flatMap(({ seats }) => seats as never[]);
    });

    await minute();
    await minute();

    expect(await used(li)).toBe(1);
  });
});

describe('the place in the queue', () => {
  it('is exact to 200 and ends there', async () => {
    const opened: Ticket[] = [];
    for (let n = 0; n < 203; n++) {
      opened.push(await world.open());
      world.pass(0.001);
    }
    const asked = [0, 7, 199, 200, 201, 202].flatMap((n) => opened[n] ?? []);
    const places = await Promise.all(asked.map((ticket) => world.tickets.ahead(ticket)));

    expect(places).toEqual([0, 7, 199, 200, 201, 201]);
  });
});
