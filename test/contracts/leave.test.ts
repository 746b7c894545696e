import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLeave } from '../../src/actions/leave.ts';
import { createCustomers, type Customers } from '../../src/customers/customers-store.ts';
import { toOpenId, type OpenId, type TicketNumber } from '../../src/domain/ids.ts';
import type { Page } from '../../src/domain/page.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { ok } from '../../src/lib/result.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let customers: Customers;
const clock = () => new Date();
beforeAll(async () => {
  store = await openTestStore();
  customers = createCustomers({ connection: store.connection, clock });
  await ensureIndexes(store.connection);
});
afterAll(() => store.close());

function idOf(name: string): OpenId {
  const id = toOpenId(name);
  if (!id) throw new Error(name);
  return id;
}

const number = 'K20261122-0001' as TicketNumber;

/** Somebody who has just unfollowed, with a ticket of that priority, and what became of him. */
async function world(
  name: string,
  { priority, complaints = [], held = false }: { priority?: Ticket['priority']; complaints?: string[]; held?: boolean },
) {
  const openId = idOf(name);
  const before = await customers.load(openId);
  await customers.commit(before, { ...before, followed: false, ...(priority && { ticket: number }) });
  const pages: Page[] = [];
  const changes: string[] = [];
  const open = [...complaints];
  const holds = held ? ['legal'] : [];
  const ticket = { number, state: 'serving', priority } as Ticket;
  const { leave, tendLeft } = createLeave({
    customers,
    tickets: {
      get: () => Promise.resolve(priority && ticket),
      change: (_, { transition, codes }) => {
        changes.push([transition, ...(codes ?? [])].join(' '));
        return Promise.resolve(ok(ticket));
      },
    },
    openComplaints: () => Promise.resolve(open),
    isHeld: () => Promise.resolve(holds.length > 0),
    erase: (customer) => customers.erase(customer.openId),
    callStaff: (page) => Promise.resolve(void pages.push(page)),
    record: () => Promise.resolve(),
    clock,
  });
  return { openId, pages, changes, open, holds, leave: () => leave({ openId }), tendLeft };
}

describe('a customer who unfollows', () => {
  it('is erased, and his ordinary ticket closes as left', async () => {
    const { openId, leave, changes, pages } = await world('leaves', { priority: 'normal' });

    await leave();

    expect(await customers.find(openId)).toBeUndefined();
    expect(changes).toEqual(['end left']);
    expect(pages).toEqual([]);
  });

  it('with an urgent ticket is held, the ticket stays open, and the lead is called once', async () => {
    const { openId, leave, changes, pages } = await world('in-danger', { priority: 'urgent' });

    await leave();
    await leave();

    expect((await customers.find(openId))?.ticket).toBe(number);
    expect(changes).toEqual([]);
    expect(pages.map(({ to, kind, codes }) => [to, kind, codes])).toEqual([['lead', 'customer_left', [number]]]);
  });

  it('with an open complaint is held until it is closed, and erased then', async () => {
    const { openId, leave, open, tendLeft } = await world('complains', { complaints: ['C20261122-0001'] });
    await leave();
    await tendLeft();
    expect(await customers.find(openId)).toBeDefined();

    open.length = 0;
    await tendLeft();

    expect(await customers.find(openId)).toBeUndefined();
  });

  it('under a legal hold is kept without a call, his ticket closed, until the hold is lifted', async () => {
    const { openId, leave, tendLeft, holds, pages, changes } = await world('held', { priority: 'normal', held: true });

    await leave();
    expect(await customers.find(openId)).toBeDefined();
    expect([pages, changes]).toEqual([[], ['end left']]);
    holds.length = 0;
    await tendLeft();

    expect(await customers.find(openId)).toBeUndefined();
  });

  it('and comes back before he is gone, stays', async () => {
    const { openId, leave } = await world('returns', { priority: 'normal' });
    const before = await customers.load(openId);
    await customers.commit(before, { ...before, followed: true });

    await leave();

    expect(await customers.find(openId)).toBeDefined();
  });
});
