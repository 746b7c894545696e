import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../../src/domain/agent.ts';
import type { TicketResult } from '../../src/domain/desk.ts';
import type { TicketNumber } from '../../src/domain/ids.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { Transition } from '../../src/queue/transitions.ts';
import type { Told } from './ownership.ts';
import { capacity, createQueueModel, type ModelTicket, type Outcome } from './queue-model.ts';
import type { QueueWorld } from './queue-world.ts';
import type { Random } from './random.ts';

type Command = {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
  /** what the model says that it comes to */
  readonly expect: () => Outcome;
};

const customers = 3;
const agents = 3;
const none = 'none' as const;

/** Random commands to a queue and to its model beside it; every answer and every ticket is held against the model's. */
export function createCommands(world: QueueWorld, random: Random) {
  const model = createQueueModel();
  const numbers: TicketNumber[] = [];
  const told: Told[] = [];
  const trail: string[] = [];
  let unhealed = false;
  const staff = Array.from({ length: agents }, (_, n) => world.agent(String(1001 + n), { capacity }));
  const agentOf = (index: number): Agent => staff[index] ?? world.agent('9999');

  function outcomeOf(result: TicketResult<Ticket | undefined>, by?: number): Outcome {
    if (!result.ok) return result.error.kind as Outcome;
    const ticket = result.value;
    if (ticket?.owner && by !== undefined) {
      told.push({ ticket: ticket.number, epoch: ticket.epoch, employeeNumber: agentOf(by).employeeNumber });
    }
    return 'ok';
  }

  const seats = world.tickets.seats;
  const actor = { kind: 'system', id: 'test' } as const;
  const ownerOf = ({ id, name, employeeNumber }: Agent) => ({ id, name, employeeNumber });

  async function reopen(number: TicketNumber, by: number): Promise<Outcome> {
    const agent = agentOf(by);
    const seat = await seats.take(agent.id, agent.capacity);
    if (!seat) return 'full';
    const set = { owner: ownerOf(agent), seat };
    const result = await world.tickets.change(number, { transition: 'reopen', actor, set });
    if (!result.ok) await seats.giveBack(seat);
    return outcomeOf(result, by);
  }

  async function plain(number: TicketNumber, transition: Transition, epoch?: number): Promise<Outcome> {
    const how = { transition, actor, ...(epoch !== undefined && { epoch }) };
    return outcomeOf(await world.tickets.change(number, how));
  }

  function open(): Command {
    const customer = random.below(customers);
    return {
      name: `open ${customer}`,
      async run() {
        const { number } = await world.open({ customer: `c${customer}` });
        if (!numbers.includes(number)) numbers.push(number);
        return 'ok';
      },
      expect: () => (model.open(customer), 'ok'),
    };
  }

  function claimNext(): Command {
    const by = random.below(agents);
    return {
      name: `claim next by ${by}`,
      async run() {
        const result = await world.claim.claimNext(agentOf(by));
        return result.ok && !result.value ? none : outcomeOf(result, by);
      },
      expect: () => model.takeNext(by).outcome,
    };
  }

  /** Something done to a ticket, by its owner or by somebody else, now and then with an epoch that is over. */
  function onTicket(): Command {
    const index = random.below(Math.max(1, numbers.length));
    const number = numbers[index];
    const ticket = model.tickets[index];
    if (!number || !ticket) return open();
    const by = ticket.owner !== undefined && random.below(5) > 0 ? ticket.owner : random.below(agents);
    const epoch = ticket.epoch - (random.below(6) === 0 ? 1 : 0);
    const all = { ...ownersDoings(index, number, { by, epoch }), ...othersDoings(index, number, { by, epoch }) };
    const name = random.pick(Object.keys(all));
    const { run, expect } = all[name as keyof typeof all];
    return { name: `${name} ${index} by ${by} at ${epoch}`, run, expect };
  }

  function ownersDoings(index: number, number: TicketNumber, { by, epoch }: { by: number; epoch: number }) {
    const agent = agentOf(by);
    const { move } = world;
    const to = random.below(agents);
    const until = model.now() + 20;
    const date = new Date(world.clock().getTime() + 20 * 60_000);
    const his = { epoch, owner: by };
    const answer = { transition: 'answer', actor, epoch, where: { 'owner.id': agent.id } } as const;
    return {
      answer: {
        run: async () => outcomeOf(await world.tickets.change(number, answer), by),
        expect: () => model.moved(index, 'answer', his),
      },
      transfer: {
        run: async () => outcomeOf(await move.transfer({ number, to: agentOf(to).employeeNumber, epoch }, agent), to),
        expect: () => model.transfer(index, by, { to, epoch }),
      },
      accept: {
        run: async () => outcomeOf(await move.accept({ number, epoch }, agent), by),
        expect: () => model.takeUp(index, 'accept', his),
      },
      decline: {
        run: async () => outcomeOf(await move.decline({ number, epoch }, agent)),
        expect: () => model.takeUp(index, 'decline', his),
      },
      release: {
        run: async () => outcomeOf(await move.release({ number, epoch }, agent)),
        expect: () => model.moved(index, 'release', his),
      },
      escalate: {
        run: async () => outcomeOf(await move.escalate({ number, epoch }, agent)),
        expect: () => model.moved(index, 'escalate', his),
      },
      snooze: {
        run: async () => outcomeOf(await move.snooze({ number, until: date, epoch }, agent), by),
        expect: () => model.moved(index, 'snooze', { ...his, until }),
      },
      wait: {
        run: async () => outcomeOf(await move.wait({ number, party: 'bank', until: date, epoch }, agent), by),
        expect: () => model.moved(index, 'wait', { ...his, until }),
      },
    };
  }

  function othersDoings(index: number, number: TicketNumber, { by, epoch }: { by: number; epoch: number }) {
    return {
      claim: {
        run: async () => outcomeOf(await world.claim.claim(number, agentOf(by)), by),
        expect: () => model.take(index, by),
      },
      wrote: {
        run: async () => ((await world.tickets.customerWrote(number, world.clock())) ? 'ok' : none),
        expect: () => model.customerWrote(index),
      },
      resolve: { run: () => plain(number, 'resolve', epoch), expect: () => model.moved(index, 'resolve', { epoch }) },
      end: { run: () => plain(number, 'end'), expect: () => model.moved(index, 'end', {}) },
      close: { run: () => plain(number, 'close'), expect: () => model.moved(index, 'close', {}) },
      reopen: { run: () => reopen(number, by), expect: () => model.reopen(index, by) },
    } satisfies Record<string, Omit<Command, 'name'>>;
  }

  function passing(): Command {
    const minutes = random.pick([1, 4, 25]);
    return {
      name: `${minutes} minutes pass`,
      // As each turn of the tending does: first what a crash left, for it may hide what is due.
      async run() {
        await heal();
        world.pass(minutes);
        await world.doDuties();
        return 'ok';
      },
      expect: () => (model.heal(), model.pass(minutes), 'ok'),
    };
  }

  /** A process dies: after it has taken a place, or after a transition; later a sweeper comes. */
  function crash(): Command {
    const by = random.below(agents);
    const agent = agentOf(by);
    if (random.below(2) === 0) {
      return {
        name: `crash before a claim by ${by}`,
        run: async () => ((await seats.take(agent.id, capacity)) ? 'ok' : 'full'),
        expect: () => model.leak(by),
      };
    }
    if (numbers.length === 0) return healing();
    const { name, run, expect } = onTicket();
    return { name: `crash after ${name}`, run: () => crashing(run), expect };
  }

  async function crashing(run: () => Promise<Outcome>): Promise<Outcome> {
    unhealed = true;
    world.crash(true);
    try {
      return await run();
    } catch (error) {
      if ((error as Error).message !== 'crashed') throw error;
      return 'ok';
    } finally {
      world.crash(false);
    }
  }

  async function heal(): Promise<Outcome> {
    const soon = new Date(world.clock().getTime() + 60_000);
    while ((await world.tickets.healEvents(soon)) > 0);
    await world.tickets.healSeats(soon);
    unhealed = false;
    return 'ok';
  }

  const healing = (): Command => ({ name: 'heal', run: heal, expect: () => (model.heal(), 'ok') });

  function next(): Command {
    const n = random.below(20);
    if (n < 3) return open();
    if (n < 6) return claimNext();
    if (n === 6) return passing();
    if (n === 7) return crash();
    return n === 8 ? healing() : onTicket();
  }

  /** @returns what went otherwise than the model says, if anything */
  async function step(): Promise<string | undefined> {
    const { name, run, expect } = random.below(10) === 0 && !unhealed ? race() : next();
    trail.push(name);
    const outcome = await run();
    const before = structuredClone(model.tickets);
    let expected = expect();
    if (outcome !== expected && unhealed) {
      model.tickets.splice(0, Infinity, ...before);
      // Until the sweeper has come, places may be taken that nobody needs, or missing: then only what follows counts.
      expected = isFull(outcome) ? outcome : model.withRoom(expect);
    }
    if (outcome === expected) return undefined;
    return `${name} came to ${outcome}, not ${expected}, after ${trail.join('; ')}`;
  }

  /** Two at once on one ticket: what comes of it is what comes of them one after the other, in either order. */
  function race(): Command {
    const index = random.below(Math.max(1, numbers.length));
    const number = numbers[index];
    if (!number || !model.tickets[index]) return open();
    const { epoch, owner = 0 } = model.tickets[index];
    const mine = { ...ownersDoings(index, number, { by: owner, epoch }) };
    const first = { ...othersDoings(index, number, { by: 0, epoch }) };
    const second = { ...othersDoings(index, number, { by: 1, epoch }) };
    const one = random.pick([first.claim, mine.release, mine.escalate, mine.answer]);
    const other = random.pick([second.claim, second.end, second.wrote, second.resolve]);
    return {
      name: `two at once on ${index}`,
      async run() {
        const outcomes = await Promise.all([one.run(), other.run()]);
        if (await explains([one, other], outcomes, index)) return 'ok';
        trail.push(`which came to ${JSON.stringify([outcomes, await stateOf(index)])}`);
        return 'conflict';
      },
      expect: () => 'ok',
    };
  }

  async function explains(
    [one, other]: readonly Pick<Command, 'expect'>[],
    outcomes: readonly Outcome[],
    index: number,
  ): Promise<boolean> {
    const before = structuredClone(model.tickets);
    const real = await stateOf(index);
    const orders = [() => [one?.expect(), other?.expect()], () => [other?.expect(), one?.expect()].reverse()];
    for (const order of orders) {
      model.tickets.splice(0, Infinity, ...structuredClone(before));
      const said = order();
      if (isDeepStrictEqual(said, outcomes) && isDeepStrictEqual(factsOf(model.tickets[index]), real)) return true;
    }
    return false;
  }

  async function stateOf(index: number) {
    const number = numbers[index];
    if (!number) return undefined;
    const { state, epoch, tier, move, owner } = await world.read(number);
    return { state, epoch, tier, move, owner: isOver(state) ? undefined : owner?.employeeNumber };
  }

  function factsOf(ticket: ModelTicket | undefined) {
    if (!ticket) return undefined;
    const { state, epoch, tier, move, owner } = ticket;
    const number = owner === undefined || isOver(state) ? undefined : agentOf(owner).employeeNumber;
    return { state, epoch, tier, move, owner: number };
  }

  /** Everything healed: each ticket, each agent's places. @returns what is otherwise than the model says */
  async function compare(): Promise<string[]> {
    await heal();
    model.heal();
    const faults: string[] = [];
    for (const [index, ticket] of model.tickets.entries()) {
      const [real, expected] = [await stateOf(index), factsOf(ticket)];
      if (!isDeepStrictEqual(real, expected)) faults.push(`${index}: ${JSON.stringify([real, expected])}`);
    }
    const loads = await seats.loadsOf(staff.map(({ id }) => id));
    for (const [index, { id }] of staff.entries()) {
      const used = loads.find(({ agent }) => agent === id)?.used ?? 0;
      const held = model.held(index);
      if (used !== held) faults.push(`agent ${index} has ${used} places, not ${held}, after ${trail.join('; ')}`);
    }
    return faults;
  }

  return { step, compare, told };
}

const isFull = (outcome: Outcome): boolean => outcome === 'full' || outcome === 'colleague_full';
const isOver = (state: string): boolean => state === 'closed' || state === 'wrapup';
