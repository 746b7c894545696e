import type { TicketView } from './api-types.ts';

const minuteMs = 60_000;

/** After how many minutes a waiting customer is shown as waiting long: a hint for the eye, not the agreed times. */
const longAfter = { urgent: 3, high: 10, normal: 20, low: 60 } as const;

export type Tone = 'calm' | 'soon' | 'late';

/** What the agent owes an answer to: since when, if it is his move at all. */
export function waitingSince(ticket: TicketView): string | undefined {
  if (ticket.state === 'queued') return ticket.queuedAt;
  if (ticket.state !== 'assigned' && ticket.state !== 'serving') return undefined;
  const { lastInAt, lastOutAt } = ticket;
  if (lastInAt !== undefined && (lastOutAt === undefined || lastInAt > lastOutAt)) return lastInAt;
  return ticket.firstReplyAt === undefined ? (ticket.claimedAt ?? ticket.queuedAt) : undefined;
}

export function toneOf(ticket: TicketView, now: number): Tone {
  const since = waitingSince(ticket);
  if (since === undefined) return 'calm';
  const share = (now - Date.parse(since)) / (longAfter[ticket.priority] * minuteMs);
  if (share >= 1) return 'late';
  return share >= 0.7 ? 'soon' : 'calm';
}
