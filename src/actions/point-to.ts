import type { Customers } from '../customers/customers-store.ts';
import type { TicketRefusal } from '../domain/desk.ts';
import type { OpenId, TicketNumber } from '../domain/ids.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { isLive } from '../queue/transitions.ts';

type PointDeps = {
  readonly tickets: Pick<Tickets, 'get'>;
  readonly customers: Pick<Customers, 'find' | 'mutate'>;
};

/**
 * Leads what a customer writes from now on to a ticket that staff are about to make live. Done before that: if a crash
 * comes between, he points to a ticket that is not live, which the bot passes over; the other way round his words would
 * go past a live one.
 *
 * @returns why not; undefined once it is done
 */
export async function pointTo(
  number: TicketNumber,
  openId: OpenId,
  { tickets, customers }: PointDeps,
): Promise<TicketRefusal | undefined> {
  const customer = await customers.find(openId);
  if (!customer?.followed) return { kind: 'window_closed', why: 'left' };
  const { ticket: other } = customer;
  if (other !== undefined && other !== number) {
    const there = await tickets.get(other);
    if (there && isLive(there.state)) return { kind: 'live_elsewhere', number: other };
  }
  await customers.mutate(openId, (before) =>
    before.ticket === other ? { ...before, ticket: number, dialogue: { kind: 'idle' } } : undefined,
  );
  return undefined;
}
