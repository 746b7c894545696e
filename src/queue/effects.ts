import type { Owner } from '../domain/ticket.ts';
import type { TicketDocument } from './ticket-document.ts';
import { isLive, transitions, type Transition } from './transitions.ts';

type Facts = Partial<TicketDocument>;
/** A path that an update may take away: a field, or one of the marks. */
export type Gone = keyof TicketDocument | 'marks.claim' | 'marks.reply';
type Effect = { readonly set: Facts; readonly unset: readonly Gone[] };

/** A new clock begins to run, and nobody has been warned of it yet. */
const newClock: readonly Gone[] = ['marks.claim', 'marks.reply'];

/** What a transition does to a ticket's facts, whoever makes it: beside the state, and before what its maker adds. */
export function effectOf(transition: Transition, now: Date, owner: Owner | undefined): Effect {
  const { from, to } = transitions[transition];
  if (!isLive(to)) return { set: {}, unset: ['live', 'offer', 'party', 'snoozedUntil'] };
  const { set, unset } = effectOnLive(transition, now, owner);
  if (isLive(from[0])) return { set, unset };
  // What was over is taken up again.
  return { set: { ...set, live: true, move: 'ours' }, unset: [...unset, 'closedAt', 'closeCode', 'survey'] };
}

function effectOnLive(transition: Transition, now: Date, owner: Owner | undefined): Effect {
  if (transitions[transition].to === 'queued') {
    const unset = [...newClock, 'owner', 'claimedAt', 'offer', 'party', 'snoozedUntil'] as const;
    return { set: { clockAt: now, move: 'ours' }, unset };
  }
  switch (transition) {
    case 'claim':
    case 'assign':
    case 'reopen':
      return taken({ claimedAt: now, clockAt: now }, owner);
    case 'transfer':
    case 'accept': {
      // Whoever gets what was put off is to look at it; what the customer was promised stays promised.
      const { set, unset } = taken({ clockAt: now, move: 'ours' }, owner);
      return { set, unset: [...unset, 'snoozedUntil', 'party'] };
    }
    case 'answer':
      return { set: { move: 'customer' }, unset: ['offer', 'marks.reply'] };
    case 'wait':
      return { set: { move: 'third_party' }, unset: ['offer'] };
    case 'wake':
      return { set: { move: 'ours', clockAt: now }, unset: [...newClock, 'snoozedUntil', 'party'] };
    default:
      return { set: {}, unset: ['offer'] };
  }
}

function taken(set: Facts, owner: Owner | undefined): Effect {
  return { set: { ...set, ...(owner && { servedBy: owner }) }, unset: [...newClock, 'offer'] };
}
