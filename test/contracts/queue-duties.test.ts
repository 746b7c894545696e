import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createReturnLost } from '../../src/actions/return-lost.ts';
import type { Agent } from '../../src/domain/agent.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { createQueueWorld, type QueueWorld } from '../support/queue-world.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const at: TestStore = await openTestStore();
let world: QueueWorld;
let li: Agent;
beforeAll(async () => {
  createQueueWorld(at.connection);
  await ensureIndexes(at.connection);
});
beforeEach(async () => {
  for (const name of ['tickets', 'seats']) await at.connection.collection(name).deleteMany({});
  world = createQueueWorld(at.connection);
  li = world.agent('1001');
});
afterAll(() => at.close());

async function claimed(): Promise<Ticket> {
  const result = await world.claim.claim((await world.open()).number, li);
  if (!result.ok) throw new Error('not claimed');
  return result.value;
}

async function after(minutes: number): Promise<void> {
  world.pass(minutes);
  await world.doDuties();
}

const calls = () => world.pages.map(({ to, kind, codes }) => `${to} ${kind} ${codes.join()}`);
const kinds = () => world.events.map(({ kind }) => kind.replace('ticket.', ''));

describe('what time does to a ticket', () => {
  it('warns staff at 70 % of the time to claim, then raises it and calls the lead, each once', async () => {
    const { number } = await world.open();

    await after(6.9);
    expect(calls()).toEqual([]);
    await after(0.1);
    await after(0.1);
    expect(calls()).toEqual(['agents ticket_warning claim']);
    await after(2.9);
    await after(0.1);

    expect(calls()).toEqual(['agents ticket_warning claim', 'lead ticket_overdue claim']);
    expect(await world.read(number)).toMatchObject({
      state: 'queued',
      priority: 'high',
      breached: ['claim'],
      epoch: 1,
    });
    expect(kinds()).toEqual(['queued', 'sla_warned', 'sla_missed']);
  });

  it('never raises into the lane of danger', async () => {
    const { number } = await world.open({ priority: 'high' });
    await after(7);
    await after(4);

    expect((await world.read(number)).priority).toBe('high');
  });

  it('gives a ticket whose customer waits for an answer back to the queue, and never forgets it', async () => {
    const { number, epoch } = await claimed();
    await after(7);
    await after(3);

    const back = await world.read(number);
    expect(back).toMatchObject({ state: 'queued', breached: ['reply'], priority: 'high', epoch: epoch + 1 });
    expect(back.owner).toBeUndefined();
    expect((await world.tickets.seats.taken()).length).toBe(0);
  });

  it('runs the reply clock only while the move is ours, anew with each message after an answer', async () => {
    const { number, epoch } = await claimed();
    const set = { lastOutAt: world.clock() };
    await world.tickets.change(number, { transition: 'answer', actor: { kind: 'agent', id: '1001' }, epoch, set });
    await after(30);
    expect(calls()).toEqual([]);

    await world.tickets.customerWrote(number, world.clock());
    await world.tickets.customerWrote(number, world.clock());
    await after(7);

    expect(calls()).toEqual(['agents ticket_warning reply']);
  });

  it('wakes what waits for a bank at the promised time, and takes a place for it again', async () => {
    const { number, epoch } = await claimed();
    const until = new Date(world.clock().getTime() + 60 * 60_000);
    await world.move.wait({ number, epoch, party: 'bank', until }, li);

    await after(59);
    expect(await world.read(number)).toMatchObject({ state: 'snoozed', move: 'third_party', promisedAt: until });
    await after(1);

    const woken = await world.read(number);
    expect(woken).toMatchObject({ state: 'serving', move: 'ours', owner: { employeeNumber: '1001' } });
    expect(woken.party).toBeUndefined();
    expect((await world.tickets.seats.taken())[0]).toMatchObject({ agent: li.id, used: 1 });
  });

  it('takes an offer back that nobody took up, and leaves one that was', async () => {
    const wang = world.agent('1002');
    const [left, taken] = [await claimed(), await claimed()];
    for (const { number, epoch } of [left, taken]) await world.move.transfer({ number, epoch, to: '1002' }, li);
    await world.move.accept({ number: taken.number, epoch: taken.epoch + 1 }, wang);

    await after(3);

    expect((await world.read(left.number)).state).toBe('queued');
    expect(await world.read(taken.number)).toMatchObject({ state: 'assigned', owner: { employeeNumber: '1002' } });
  });

  it('loses no duty when a message comes between reading and writing', async () => {
    const { number } = await world.open();
    world.pass(7);
    const [due] = await world.tickets.dueBefore(world.clock(), 10);
    if (!due) throw new Error('nothing due');
    await world.tickets.customerWrote(number, world.clock());

    expect(await world.tickets.mark(due, 'claim', { as: 'warned' })).toBeUndefined();
    await world.doDuties();
    expect((await world.read(number)).marks).toEqual({ claim: 'warned' });
  });
});

describe('an agent who vanishes', () => {
  it('gives his tickets back after the time of grace, and keeps them when he comes back before', async () => {
    let present: readonly Agent[] = [];
    const returnLost = createReturnLost({
      ...{ tickets: world.tickets, clock: world.clock, routing: world.plan.routing },
      present: () => Promise.resolve(present),
    });
    const { number } = await claimed();

    await returnLost();
    world.pass(0.9);
    present = [li];
    await returnLost();
    present = [];
    await returnLost();
    world.pass(0.9);
    await returnLost();
    expect((await world.read(number)).state).toBe('assigned');
    world.pass(0.2);
    await returnLost();

    expect(await world.read(number)).toMatchObject({ state: 'queued', servedBy: { employeeNumber: '1001' } });
    expect(world.events.at(-1)).toMatchObject({ kind: 'ticket.return', codes: ['agent_lost'] });
  });
});
