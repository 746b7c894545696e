import type { Agent } from '../domain/agent.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Seats } from '../queue/seats-store.ts';
import type { Seat } from '../queue/ticket-document.ts';

export type NoSeat = { readonly kind: 'on_break' | 'full' };

/** A place for another ticket of an agent's: none for whoever is on a break, or has as many as he may have. */
export async function takeSeat(by: Agent, seats: Pick<Seats, 'take'>): Promise<Result<Seat, NoSeat>> {
  if (by.duty !== 'available') return err({ kind: 'on_break' });
  const seat = await seats.take(by.id, by.capacity);
  return seat ? ok(seat) : err({ kind: 'full' });
}
