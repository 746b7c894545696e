import type { TicketState } from '../domain/ticket.ts';

/**
 * Every change of a ticket's state, declared once: code, tests and the picture in docs/ are made from this table.
 * `to: 'same'` keeps the state (the owner or tier changes).
 */
export const transitions = {
  claim: { from: ['queued'], to: 'assigned' },
  answer: { from: ['assigned'], to: 'serving' },
  transfer: { from: ['assigned', 'serving'], to: 'assigned' },
  release: { from: ['assigned', 'serving'], to: 'queued' },
  escalate: { from: ['assigned', 'serving'], to: 'queued' },
  snooze: { from: ['assigned', 'serving'], to: 'snoozed' },
  wake: { from: ['snoozed'], to: 'serving' },
  resolve: { from: ['assigned', 'serving', 'snoozed'], to: 'wrapup' },
  end: { from: ['queued', 'assigned', 'serving', 'snoozed'], to: 'closed' },
  close: { from: ['wrapup'], to: 'closed' },
  /** its last words never reached the customer */
  undelivered: { from: ['wrapup', 'closed'], to: 'queued' },
} as const satisfies Record<string, { from: readonly TicketState[]; to: TicketState }>;

export type Transition = keyof typeof transitions;

/** States in which a ticket waits for somebody: at most one such ticket per customer. */
export const liveStates: readonly TicketState[] = ['queued', 'assigned', 'serving', 'snoozed'];

export function isLive(state: TicketState): boolean {
  return liveStates.includes(state);
}
