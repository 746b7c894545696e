import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAssignWaiting } from '../../src/actions/assign-waiting.ts';
import type { Agent } from '../../src/domain/agent.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { faultsOf } from '../support/ownership.ts';
import { planWith } from '../support/queue.ts';
import { createQueueWorld, type QueueWorld } from '../support/queue-world.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const at: TestStore = await openTestStore();
beforeAll(async () => {
  createQueueWorld(at.connection);
  await ensureIndexes(at.connection);
});
beforeEach(async () => {
  for (const name of ['tickets', 'seats']) await at.connection.collection(name).deleteMany({});
});
afterAll(() => at.close());

function routed(mode: 'manual' | 'least_load' | 'round_robin') {
  const plan = planWith({ routing: { mode, skills: { money: ['pay'] } } });
  const world = createQueueWorld(at.connection, { plan });
  const present: Agent[] = [];
  const assign = createAssignWaiting({
    ...{ tickets: world.tickets, clock: world.clock, routing: plan.routing },
    takesTickets: () => Promise.resolve(present),
  });
  return { world, present, assign };
}

/** How many tickets each has, by employee number. */
async function loads(world: QueueWorld, agents: readonly Agent[]): Promise<number[]> {
  const all = await Promise.all(agents.map(({ id }) => world.tickets.heldBy(id)));
  return all.map(({ length }) => length);
}

describe('giving tickets to those at work', () => {
  it('does not happen where agents take them themselves', async () => {
    const { world, present, assign } = routed('manual');
    present.push(world.agent('1001'));
    await world.open();

    expect(await assign()).toBe(0);
  });

  it('fills those with the least first, up to what each may have, and leaves the rest waiting', async () => {
    const { world, present, assign } = routed('least_load');
    const busy = world.agent('1003');
    present.push(world.agent('1001', { capacity: 3 }), world.agent('1002', { capacity: 2 }), busy);
    for (let n = 0; n < 2; n++) {
      const { number } = await world.open();
      await world.claim.claim(number, busy);
    }
    for (let n = 0; n < 4; n++) await world.open();

    expect(await assign()).toBe(4);
    expect(await loads(world, present)).toEqual([2, 2, 2]);
    for (let n = 0; n < 6; n++) await world.open();
    expect(await assign()).toBe(4);
    expect(await loads(world, present)).toEqual([3, 2, 5]);
    expect(faultsOf(world.events)).toEqual([]);
  });

  it('goes round, whatever each has', async () => {
    const { world, present, assign } = routed('round_robin');
    present.push(world.agent('1001'), world.agent('1002'), world.agent('1003'));
    const given: (string | undefined)[] = [];
    for (let n = 0; n < 6; n++) {
      const { number } = await world.open();
      world.pass(0.1);
      await assign();
      given.push((await world.read(number)).owner?.employeeNumber);
    }

    expect(given).toEqual(['1001', '1002', '1003', '1001', '1002', '1003']);
  });

  it('minds topics and tiers, and nobody’s ticket holds up another’s', async () => {
    const { world, present, assign } = routed('least_load');
    present.push(world.agent('1001', { skills: ['money'] }), world.agent('1002', { skills: ['card'] }));
    const [first, second] = [await world.open({ topic: 'identity' }), await world.open({ topic: 'pay' })];

    expect(await assign()).toBe(1);
    expect((await world.read(first.number)).state).toBe('queued');
    expect(await world.read(second.number)).toMatchObject({ state: 'assigned', owner: { employeeNumber: '1001' } });
  });

  it('leads a customer who comes back to the agent he knows, if he has room', async () => {
    const { world, present, assign } = routed('least_load');
    const [li, wang] = [world.agent('1001', { capacity: 2 }), world.agent('1002')];
    const first = await world.open({ customer: 'known' });
    await world.claim.claim(first.number, li);
    const actor = { kind: 'agent', id: '1001' } as const;
    await world.tickets.change(first.number, { transition: 'end', actor, set: { closedAt: world.clock() } });
    await world.claim.claim((await world.open()).number, li);
    present.push(li, wang);
    world.pass(60);

    const again = await world.open({ customer: 'known' });
    await assign();

    expect((await world.read(again.number)).owner?.employeeNumber).toBe('1001');
  });

  it('does not give a ticket again to who put it back', async () => {
    const { world, present, assign } = routed('round_robin');
    const li = world.agent('1001');
    present.push(li);
    const { number } = await world.open();
    await assign();
    const { epoch } = await world.read(number);
    await world.move.release({ number, epoch }, li);

    expect(await assign()).toBe(0);
    present.push(world.agent('1002'));
    expect(await assign()).toBe(1);
    expect((await world.read(number)).owner?.employeeNumber).toBe('1002');
  });
});
