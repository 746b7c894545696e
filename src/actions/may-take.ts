import type { Agent } from '../domain/agent.ts';
import type { TicketRefusal } from '../domain/desk.ts';
import type { Tickets } from '../queue/tickets-store.ts';

/** Why an agent may not get another ticket now; undefined: he may. */
export async function mayTake(by: Agent, { countOf }: Pick<Tickets, 'countOf'>): Promise<TicketRefusal | undefined> {
  if (by.duty !== 'available') return { kind: 'on_break' };
  return (await countOf(by.id)) >= by.capacity ? { kind: 'full' } : undefined;
}
