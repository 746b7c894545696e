import type { SlaClock } from '../domain/ticket.ts';
import type { TicketView } from './api-types.ts';

const clocks = ['claim', 'reply', 'solve'] as const;

const minuteMs = 60_000;

/** After how many minutes a waiting customer is shown as waiting long: a hint for the eye, not the agreed times. */
const longAfter = { urgent: 3, high: 10, normal: 20, low: 60 } as const;

export type Tone = 'calm' | 'soon' | 'late';

/** Since when somebody here is waited for, if it is our move at all. */
export function waitingSince({ state, move, queuedAt, ...ticket }: TicketView): string | undefined {
  if (state === 'queued') return queuedAt;
  if ((state !== 'assigned' && state !== 'serving') || move !== 'ours') return undefined;
  return ticket.lastOutAt === undefined ? (ticket.claimedAt ?? queuedAt) : ticket.lastInAt;
}

/** What is promised next: the clock that runs out first. */
export function nextDue({ due }: TicketView): { readonly clock: SlaClock; readonly at: string } | undefined {
  const all = clocks.flatMap((clock) => {
    const at = due?.[`${clock}By`];
    return at === undefined ? [] : [{ clock, at }];
  });
  return all.sort((a, b) => (a.at < b.at ? -1 : 1))[0];
}

/** How a promised time stands: the server's own marks, and the clock between them. */
export function dueTone({ marks }: TicketView, { clock, at }: { clock: SlaClock; at: string }, now: number): Tone {
  if (marks?.[clock] === 'missed' || Date.parse(at) <= now) return 'late';
  return marks?.[clock] === 'warned' ? 'soon' : 'calm';
}

export function toneOf(ticket: TicketView, now: number): Tone {
  const next = nextDue(ticket);
  if (next && next.clock !== 'solve') return dueTone(ticket, next, now);
  const since = waitingSince(ticket);
  if (since === undefined) return 'calm';
  const share = (now - Date.parse(since)) / (longAfter[ticket.priority] * minuteMs);
  if (share >= 1) return 'late';
  return share >= 0.7 ? 'soon' : 'calm';
}
