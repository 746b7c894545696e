import type { Customers } from '../customers/customers-store.ts';
import type { Customer } from '../domain/customer.ts';
import type { EventInput } from '../domain/event.ts';
import type { CustomerId, OpenId, TicketNumber } from '../domain/ids.ts';
import type { CallStaff } from '../domain/page.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { eachAlone } from '../lib/each-alone.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { isLive } from '../queue/transitions.ts';

export type LeaveDeps = {
  readonly customers: Pick<Customers, 'mutate' | 'find' | 'leftBefore'>;
  readonly tickets: Pick<Tickets, 'get' | 'change'>;
  /** numbers of the complaints of a customer that are not closed */
  readonly openComplaints: (customer: CustomerId) => Promise<readonly string[]>;
  /** whether the law wants everything of him kept: a legal hold, an open complaint or report */
  readonly isHeld: (customer: CustomerId) => Promise<boolean>;
  /** deletes what is known of a customer, but for what the law wants kept; may be run again after a crash */
  readonly erase: (customer: { readonly openId: OpenId; readonly customer: CustomerId }) => Promise<void>;
  readonly callStaff: CallStaff;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
};

const mostAtOnce = 100;

/**
 * A customer has unfollowed. The account's duty is to erase him; but fraudsters order their victims to leave: while an
 * urgent ticket or a complaint is open, everything stays (a legal hold), the lead is called, and whoever comes back finds
 * his matter. Once nothing is open any more he is erased.
 */
export function createLeave(deps: LeaveDeps) {
  const { customers, tickets, openComplaints, isHeld, erase, callStaff, record, clock } = deps;

  async function leave({ openId }: Pick<Customer, 'openId'>): Promise<void> {
    const customer = await customers.find(openId);
    // He may have come back before this was done.
    if (!customer || customer.followed) return;
    const ticket = await liveTicket(customer.ticket);
    const complaints = await openComplaints(customer.customer);
    if (ticket?.priority === 'urgent' || complaints.length > 0) {
      await hold(customer, complaints, ticket);
      return;
    }
    if (ticket) await close(ticket);
    if (await isHeld(customer.customer)) await noteLeft(openId);
    else await letGo(customer);
  }

  async function liveTicket(number: TicketNumber | undefined): Promise<Ticket | undefined> {
    const ticket = number && (await tickets.get(number));
    return ticket && isLive(ticket.state) ? ticket : undefined;
  }

  async function hold({ openId, customer, leftAt, version }: Customer, complaints: readonly string[], ticket?: Ticket) {
    if (leftAt !== undefined) return;
    const about = { customer, ...(ticket && { ticket: ticket.number }) };
    const codes = [...(ticket ? [ticket.number] : []), ...complaints];
    await callStaff({ id: `left:${customer}:${version}`, to: 'lead', kind: 'customer_left', ...about, codes });
    await record({ kind: 'customer.left', ...about, actor, codes });
    // Last: until it is noted, the whole is done again after a crash.
    await noteLeft(openId);
  }

  async function noteLeft(openId: OpenId): Promise<void> {
    const leftAt = clock();
    await customers.mutate(openId, (now) => (now.followed || now.leftAt ? undefined : { ...now, leftAt }));
  }

  async function close({ number }: Ticket): Promise<void> {
    const set = { closedAt: clock(), closeCode: 'left' as const };
    await tickets.change(number, { transition: 'end', actor, set, codes: ['left'] });
  }

  async function letGo({ openId, customer }: Customer): Promise<void> {
    await erase({ openId, customer });
    await record({ kind: 'customer.erased', customer, actor });
  }

  /** Customers who left with something open: erased once nothing is. */
  async function tendLeft(): Promise<void> {
    await eachAlone(await customers.leftBefore(clock(), mostAtOnce), async (customer) => {
      if (customer.followed) await customers.mutate(customer.openId, ({ leftAt: _leftAt, ...rest }) => rest);
      else {
        await leave(customer);
        // Whoever has to stay goes to the end of the line: the next round looks at others first.
        await customers.mutate(customer.openId, (now) => (now.followed ? undefined : { ...now, leftAt: clock() }));
      }
    });
  }

  return { leave, tendLeft };
}

const actor = { kind: 'system', id: 'leave' } as const;
