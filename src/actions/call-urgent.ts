import type { CallStaff } from '../domain/page.ts';
import type { Ticket } from '../domain/ticket.ts';

/**
 * Danger waits for no promised time: staff are called as soon as an urgent ticket stands in the queue, at any hour, and
 * for a life at risk whoever has the ticket. The same ticket twice is one call.
 */
export function createCallUrgent(callStaff: CallStaff) {
  return async ({ number: ticket, customer, state, priority, lifeAtRisk }: Ticket): Promise<void> => {
    const about = { codes: [], ticket, customer } as const;
    if (lifeAtRisk) return callStaff({ id: `life:${ticket}`, to: 'lead', kind: 'ticket_life', ...about });
    if (priority !== 'urgent' || state !== 'queued') return;
    await callStaff({ id: `urgent:${ticket}`, to: 'agents', kind: 'ticket_urgent', ...about });
  };
}
