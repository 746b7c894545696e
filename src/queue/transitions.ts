import type { TicketState } from '../domain/ticket.ts';

/**
 * Every change of a ticket's state, declared once: the code, its tests and the picture in docs/queue.md are made from
 * this table. Each is one conditional write that raises the epoch and leaves one event, `ticket.<name>`.
 */
export const transitions = {
  /** an agent takes it */
  claim: { from: ['queued'], to: 'assigned' },
  /** it is given to an agent */
  assign: { from: ['queued'], to: 'assigned' },
  /** the first public answer */
  answer: { from: ['assigned'], to: 'serving' },
  /** to a colleague, who has to take it up in time */
  transfer: { from: ['assigned', 'serving', 'snoozed'], to: 'assigned' },
  accept: { from: ['assigned'], to: 'assigned' },
  decline: { from: ['assigned'], to: 'queued' },
  /** the colleague did not take it up */
  expire: { from: ['assigned'], to: 'queued' },
  /** its agent puts it back, or gives it to a topic */
  release: { from: ['assigned', 'serving', 'snoozed'], to: 'queued' },
  /** its agent is gone, or has left it untouched */
  return: { from: ['assigned', 'serving'], to: 'queued' },
  escalate: { from: ['assigned', 'serving'], to: 'queued' },
  snooze: { from: ['assigned', 'serving'], to: 'snoozed' },
  /** for a bank, a merchant or technicians, until a promised time */
  wait: { from: ['assigned', 'serving'], to: 'snoozed' },
  /** its time has come, or the customer writes */
  wake: { from: ['snoozed'], to: 'serving' },
  resolve: { from: ['assigned', 'serving', 'snoozed'], to: 'wrapup' },
  end: { from: ['queued', 'assigned', 'serving', 'snoozed'], to: 'closed' },
  close: { from: ['wrapup'], to: 'closed' },
  /** an agent takes a finished matter up again */
  reopen: { from: ['wrapup', 'closed'], to: 'assigned' },
  /** the customer says that what was reported mended is still broken */
  broken: { from: ['wrapup', 'closed'], to: 'queued' },
  /** its last words never reached the customer */
  undelivered: { from: ['wrapup', 'closed'], to: 'queued' },
} as const satisfies Record<string, { from: readonly TicketState[]; to: TicketState }>;

export type Transition = keyof typeof transitions;

/** States in which a ticket waits for somebody: at most one such ticket per customer. */
export const liveStates: readonly TicketState[] = ['queued', 'assigned', 'serving', 'snoozed'];

export function isLive(state: TicketState): boolean {
  return liveStates.includes(state);
}

/** States in which a ticket takes one of its agent's places. */
const heldStates: readonly TicketState[] = ['assigned', 'serving'];

export function isHeld(state: TicketState): boolean {
  return heldStates.includes(state);
}
