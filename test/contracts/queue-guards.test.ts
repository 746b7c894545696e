import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toCustomerId } from '../../src/domain/ids.ts';
import { ticketModel } from '../../src/queue/tickets-model-store.ts';
import { createEvents } from '../../src/store/events/events.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { faultsOf, type Told } from '../support/ownership.ts';
import { createQueueWorld, numberOf, type QueueWorld } from '../support/queue-world.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const at: TestStore = await openTestStore();
const actor = { kind: 'agent', id: '1001' } as const;
let recorded = 0;
let world: QueueWorld;
beforeAll(async () => {
  createQueueWorld(at.connection);
  createEvents({ connection: at.connection, chain: 'none', clock: () => new Date(), onError: () => undefined });
  await ensureIndexes(at.connection);
});
beforeEach(async () => {
  for (const name of ['tickets', 'seats']) await at.connection.collection(name).deleteMany({});
  world = createQueueWorld(at.connection);
});
afterAll(() => at.close());

type Filter = Record<string, unknown>;
type Method = (filter: Filter, ...rest: unknown[]) => unknown;

/** Takes a condition out of every write to a collection: the guard is broken, all the rest is the product's own. */
async function without<T>(collection: 'tickets' | 'seats', condition: string, work: () => Promise<T>): Promise<T> {
  const model = at.connection.models[collection] as unknown as Record<'findOneAndUpdate' | 'updateOne', Method>;
  const kept = { findOneAndUpdate: model.findOneAndUpdate, updateOne: model.updateOne };
  for (const name of ['findOneAndUpdate', 'updateOne'] as const) {
    model[name] = function (this: unknown, filter, ...rest) {
      const { [condition]: _broken, ...left } = filter;
      return kept[name].call(this, left, ...rest);
    };
  }
  try {
    return await work();
  } finally {
    Object.assign(model, kept);
  }
}

/** Ten agents at once on one ticket. @returns what the checker of ownership says */
async function crowd(): Promise<string[]> {
  const { number } = await world.open();
  const agents = Array.from({ length: 10 }, (_, n) => world.agent(String(1001 + n)));
  const claims = await Promise.all(agents.map((by) => world.claim.claim(number, by)));
  const told = claims.flatMap((claim, n): Told[] =>
    claim.ok ? [{ ticket: number, epoch: claim.value.epoch, employeeNumber: agents[n]?.employeeNumber ?? '' }] : [],
  );
  return faultsOf(world.events, told);
}

/** An agent who slept while his ticket was given to another one wakes and puts it back. */
async function sleeper(): Promise<boolean> {
  const [li, wang] = [world.agent('1001', { roles: ['lead'] }), world.agent('1002')];
  const { number } = await world.open();
  const first = await world.claim.claim(number, li);
  if (!first.ok) throw new Error('not claimed');
  await world.move.release({ number, epoch: first.value.epoch }, li);
  await world.claim.claim(number, wang);
  await world.move.release({ number, epoch: first.value.epoch }, li);
  return (await world.read(number)).owner?.employeeNumber === wang.employeeNumber;
}

/** An agent with one place makes ten claims at once. @returns how many tickets he has */
async function greedy(): Promise<number> {
  const li = world.agent('1001', { capacity: 1 });
  await world.claim.claim((await world.open()).number, li);
  await Promise.all(Array.from({ length: 10 }, async () => world.claim.claim((await world.open()).number, li)));
  return (await world.tickets.heldBy(li.id)).length;
}

/** One customer asks for a person five times at once, by five numbers. @returns how many live tickets he has */
async function insistent(): Promise<number> {
  await Promise.all(Array.from({ length: 5 }, () => world.open({ customer: 'insistent' })));
  return ticketModel(at.connection).countDocuments({ customer: toCustomerId('insistent'), live: true });
}

/** A place is given back twice, as after a crash. @returns how many places the agent has taken, of one that he has */
async function twice(): Promise<number | undefined> {
  const { seats } = world.tickets;
  const [first] = [await seats.take(world.agent('1001').id, 5), await seats.take(world.agent('1001').id, 5)];
  if (!first) throw new Error('no place');
  await seats.giveBack(first);
  await seats.giveBack(first);
  return (await seats.loadsOf([first.agent]))[0]?.used;
}

/** An agent who knows the epoch puts a colleague's ticket back. @returns whether its owner still has it */
async function meddler(): Promise<boolean> {
  const [li, wang] = [world.agent('1001'), world.agent('1002')];
  const claimed = await world.claim.claim((await world.open()).number, li);
  if (!claimed.ok) throw new Error('not claimed');
  const { number, epoch } = claimed.value;
  await world.move.release({ number, epoch }, wang);
  return (await world.read(number)).owner?.employeeNumber === li.employeeNumber;
}

/** A duty is noted that was computed before the customer wrote again. @returns whether it was refused */
async function hasty(): Promise<boolean> {
  const { number } = await world.open();
  world.pass(7);
  const [due] = await world.tickets.dueBefore(world.clock(), 1);
  if (!due) throw new Error('nothing due');
  await world.tickets.customerWrote(number, world.clock());
  return (await world.tickets.mark(due, 'claim', { as: 'warned' })) === undefined;
}

/** Two instances put the same transition on record, as after a crash. @returns how many events there are */
async function recorders(): Promise<number> {
  const { clock } = world;
  const event = { kind: 'ticket.claim', ticket: numberOf(9000 + recorded++), epoch: 2, actor } as const;
  const onError = (error: unknown): never => {
    throw error;
  };
  for (const chain of ['one', 'two']) {
    await createEvents({ connection: at.connection, chain: `${chain}-${recorded}`, clock, onError }).record(event);
  }
  return at.connection.collection('events').countDocuments({ ticket: event.ticket });
}

describe('with every guard in place', () => {
  it.each([
    ['one ticket has one owner', crowd, []],
    ['a stale writer changes nothing', sleeper, true],
    ['nobody has more tickets than he may have', greedy, 1],
    ['a customer has one live ticket', insistent, 1],
    ['a place is given back once', twice, 1],
    ['only its owner, or a lead, moves a ticket', meddler, true],
    ['what was computed from an older ticket is not written', hasty, true],
    ['a transition is on record once', recorders, 1],
  ])('%s', async (_promise, check: () => Promise<unknown>, kept) => {
    expect(await check()).toEqual(kept);
  });
});

describe('these checks are not blind: without', () => {
  it('the condition on the state, two are told that a ticket is theirs', async () => {
    expect(await without('tickets', 'state', crowd)).not.toEqual([]);
  });

  it('the condition on the epoch, a stale writer takes a colleague’s ticket away', async () => {
    expect(await without('tickets', 'epoch', sleeper)).toBe(false);
  });

  it('the condition on the places, an agent gets more than he may have', async () => {
    expect(await without('seats', 'used', greedy)).toBeGreaterThan(1);
  });

  it('the condition on the place itself, giving it back twice frees another one’s', async () => {
    expect(await without('seats', 'held.id', twice)).not.toBe(1);
  });

  it('the condition on the owner, whoever knows the epoch moves a colleague’s ticket', async () => {
    expect(await without('tickets', 'owner.id', meddler)).toBe(false);
  });

  it('the condition on the revision, a duty is noted over a newer message', async () => {
    expect(await without('tickets', 'rev', hasty)).toBe(false);
  });

  it('the unique index of events, a transition is on record twice', async () => {
    await at.connection.collection('events').dropIndex('ticket_1_epoch_1');

    expect(await recorders()).toBe(2);
  });

  it('the owner’s name in the events, the history leaves a ticket with nobody', () => {
    const event = { ticket: 'K20261123-0001', actor: { kind: 'agent', id: '1001' } } as const;
    const history = [
      { ...event, kind: 'ticket.queued', epoch: 1 },
      { ...event, kind: 'ticket.claim', epoch: 2 },
    ] as never;

    expect(faultsOf(history)).not.toEqual([]);
  });

  it('the unique index, a customer gets two tickets', async () => {
    await at.connection.collection('tickets').dropIndex('openId_1');

    expect(await insistent()).toBeGreaterThan(1);
  });
});
