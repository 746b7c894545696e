import type { Customers } from '../customers/customers-store.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { CallStaff } from '../domain/page.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { Tickets } from '../queue/tickets-store.ts';

export type UndeliveredDeps = {
  readonly tickets: Pick<Tickets, 'get' | 'change'>;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly callStaff: CallStaff;
};

const actor = { kind: 'system', id: 'outbox' } as const;

/**
 * An agent's words did not reach the customer: whoever has the ticket learns of it, one that was put off wakes, and one
 * that was finished goes back to the queue, for its customer has not been answered. Doing it twice changes nothing.
 */
export function createUndelivered({ tickets, customers, callStaff }: UndeliveredDeps) {
  return async (entry: OutboxEntry, number: TicketNumber): Promise<void> => {
    const { id, customer, openId, state } = entry;
    const ticket = await tickets.get(number);
    if (ticket?.state === 'snoozed') {
      await tickets.change(number, { transition: 'wake', actor, codes: [state] });
    }
    if (ticket?.state === 'wrapup' || ticket?.state === 'closed') {
      // Refused where the customer has another live ticket by now: who has that one is called.
      await tickets.change(number, { transition: 'undelivered', actor, codes: [state] });
    }
    await customers.mutate(openId, (before) =>
      before.ticket === undefined && before.followed ? { ...before, ticket: number } : undefined,
    );
    await callStaff({
      id: `undelivered:${id}`,
      to: 'agents',
      kind: 'dead_letter',
      codes: [state],
      ticket: number,
      customer,
    });
  };
}
