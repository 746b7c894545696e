import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventInput } from '../../src/domain/event.ts';
import { toAgentId, toCustomerId, toOpenId, toTicketNumber, type TicketNumber } from '../../src/domain/ids.ts';
import type { Priority } from '../../src/domain/intent.ts';
import { createTickets, type Tickets } from '../../src/queue/tickets-store.ts';
import { createEvents, type Events } from '../../src/store/events/events.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { noDeadlines } from '../support/queue.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let tickets: Tickets;
let events: Events;
let made = 0;
const anyone = { actor: { kind: 'agent', id: '1001' }, owner: owner(1), topics: undefined, tier: 3 } as const;
const actor = { kind: 'agent', id: '1001' } as const;

beforeAll(async () => {
  store = await openTestStore();
  const clock = () => new Date();
  events = createEvents({ connection: store.connection, chain: 'test', clock, onError: () => undefined });
  tickets = createTickets({ connection: store.connection, clock, record: events.record, deadlines: noDeadlines });
  await ensureIndexes(store.connection);
});
afterAll(() => store.close());

function numberOf(n: number): TicketNumber {
  const number = toTicketNumber(`K20261122-${String(n).padStart(4, '0')}`);
  if (!number) throw new Error('no number');
  return number;
}

async function queued(priority: Priority = 'normal', customer = `customer-${made + 1}`) {
  made += 1;
  const openId = toOpenId(customer);
  if (!openId) throw new Error('no OpenID');
  return tickets.open({
    number: numberOf(made),
    openId,
    customer: toCustomerId(customer),
    topic: 't',
    priority,
    summary: '',
  });
}

function owner(n: number) {
  return { id: toAgentId(`a${n}`), name: `坐席${n}`, employeeNumber: String(n) };
}

describe('the queue', () => {
  it('gives a ticket to one of 200 agents and tells the others who has it', async () => {
    const { number } = await queued();

    const results = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        tickets.change(number, { transition: 'claim', actor, set: { owner: owner(n) } }),
      ),
    );

    const winners = results.flatMap((result) => (result.ok ? [result.value.owner?.id] : []));
    const told = results.flatMap((result) =>
      !result.ok && result.error.kind === 'conflict' ? [result.error.ticket.owner?.id] : [],
    );
    expect(winners).toHaveLength(1);
    expect(told).toHaveLength(199);
    expect(new Set(told)).toEqual(new Set(winners));
  }, 60_000);

  it('hands out the urgent first, then by age', async () => {
    const normal = await queued();
    const urgent = await queued('urgent');
    const later = await queued();

    const taken = [await tickets.claimNext(anyone), await tickets.claimNext(anyone), await tickets.claimNext(anyone)];

    expect(taken.map((ticket) => ticket?.number)).toEqual([urgent.number, normal.number, later.number]);
    expect(await tickets.claimNext(anyone)).toBeUndefined();
  });

  it('keeps one live ticket a customer, whoever opens another', async () => {
    const opened = await Promise.all([queued('normal', 'same'), queued('normal', 'same'), queued('normal', 'same')]);

    expect(new Set(opened.map(({ number }) => number)).size).toBe(1);
  });

  it('changes nothing for a writer whose epoch is over, and shows him the ticket as it is', async () => {
    const { number, epoch } = await queued();
    await tickets.change(number, { transition: 'claim', actor, set: { owner: owner(1) } });

    const stale = await tickets.change(number, { transition: 'end', actor, epoch });

    expect(stale).toMatchObject({
      ok: false,
      error: { kind: 'conflict', ticket: { state: 'assigned', epoch: epoch + 1 } },
    });
  });

  it('counts those before a ticket in the order of claiming', async () => {
    await Promise.all([queued(), queued(), queued('urgent')]);
    const last = await queued();

    const before = await tickets.ahead(last);
    const afterUrgent = await tickets.ahead({ ...last, priority: 'urgent' });

    expect(before).toBeGreaterThanOrEqual(3);
    expect(afterUrgent).toBe(1);
  });

  it('records each transition once, also when a crash came between and the sweeper repeats it', async () => {
    const seen: string[] = [];
    const stop = events.subscribe(({ kind, ticket, epoch }) => seen.push(`${kind} ${ticket} ${epoch}`));
    const crashing = createTickets({
      connection: store.connection,
      clock: () => new Date(),
      record: (_event: EventInput) => Promise.reject(new Error('crashed')),
      deadlines: noDeadlines,
    });
    const { number } = await queued();
    await expect(crashing.change(number, { transition: 'claim', actor, set: { owner: owner(7) } })).rejects.toThrow(
      'crashed',
    );

    const healed = await tickets.healEvents(new Date(Date.now() + 1000));
    await tickets.healEvents(new Date(Date.now() + 1000));
    stop();

    expect(healed).toBe(1);
    expect(seen.filter((line) => line.includes(number))).toEqual([
      `ticket.queued ${number} 1`,
      `ticket.claim ${number} 2`,
    ]);
  });
});
