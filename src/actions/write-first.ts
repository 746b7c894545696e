import type { Customers } from '../customers/customers-store.ts';
import { summaryAt } from '../customers/window.ts';
import type { Agent } from '../domain/agent.ts';
import type { CarePorts } from '../domain/care.ts';
import type { Customer } from '../domain/customer.ts';
import type { DeskPorts, TicketRefusal, TicketResult } from '../domain/desk.ts';
import { toTicketNumber } from '../domain/ids.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { ok } from '../lib/result.ts';
import type { Numbers } from '../queue/numbers-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { outgoingFault } from './outgoing-fault.ts';
import { pointTo } from './point-to.ts';
import { ownerOf, refuse } from './refusals.ts';
import { takeSeat } from './take-seat.ts';

export type WriteFirstDeps = {
  readonly tickets: Pick<Tickets, 'open' | 'get' | 'seats'>;
  readonly customers: Pick<Customers, 'findByCustomer' | 'find' | 'mutate'>;
  readonly numbers: Pick<Numbers, 'next'>;
  readonly check: (text: string) => OutgoingVerdict;
  readonly reply: DeskPorts['reply'];
  readonly clock: Clock;
};

/** An agent writes to a customer who has no live ticket: a new one, his from the start, with his words in it. */
export function createWriteFirst(deps: WriteFirstDeps): CarePorts['writeFirst'] {
  const { tickets, customers, numbers, check, reply, clock } = deps;

  return async ({ customer: id, text, topic }, by) => {
    const customer = await customers.findByCustomer(id);
    if (!customer) return refuse({ kind: 'not_found' });
    const fault = outgoingFault(text, check) ?? windowFault(customer, clock());
    if (fault) return refuse(fault);
    const opened = await openFor(customer, topic, by);
    if (!opened.ok) return opened;
    const { number, epoch } = opened.value;
    const replied = await reply({ number, text, epoch }, by);
    if (!replied.ok) return replied;
    return ok({ ...replied.value, ticket: (await tickets.get(number)) ?? opened.value });
  };

  async function openFor({ openId, customer }: Customer, topic: string, by: Agent): Promise<TicketResult<Ticket>> {
    const number = toTicketNumber(await numbers.next('K'));
    if (!number) throw new Error('The numbers of tickets have lost their form');
    const elsewhere = await pointTo(number, openId, { tickets, customers });
    if (elsewhere) return refuse(elsewhere);
    const seat = await takeSeat(by, tickets.seats);
    if (!seat.ok) return seat;
    const facts = { number, openId, customer, topic, priority: 'normal', summary } as const;
    const opened = await tickets.open(facts, { owner: ownerOf(by), seat: seat.value });
    if (opened.number === number) return ok(opened);
    await tickets.seats.giveBack(seat.value);
    return refuse({ kind: 'live_elsewhere', number: opened.number });
  }
}

const summary = '坐席主动联系';

function windowFault({ followed, window }: Customer, now: Date): TicketRefusal | undefined {
  if (!followed) return { kind: 'window_closed', why: 'left' };
  const open = summaryAt(window, now);
  if (!open) return { kind: 'window_closed', why: 'too_long_ago' };
  return open.left > 0 ? undefined : { kind: 'window_closed', why: 'quota_used' };
}
