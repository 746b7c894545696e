import type { UpdateQuery } from 'mongoose';
import type { Actor } from '../domain/event.ts';
import type { AgentId, TicketNumber } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Result } from '../lib/result.ts';
import { effectOf, type Gone } from './effects.ts';
import type { Seat, TicketDocument } from './ticket-document.ts';
import { transitions, type Transition } from './transitions.ts';

export type Change = {
  readonly transition: Transition;
  readonly actor: Actor;
  /** the epoch that the writer saw; without it any epoch in a fitting state will do */
  readonly epoch?: number;
  /** a further condition */
  readonly where?: { readonly 'owner.id'?: AgentId };
  /** what the transition itself does not say, such as the owner */
  readonly set?: Partial<TicketDocument> & { readonly seat?: Seat };
  readonly unset?: readonly Gone[];
  readonly codes?: readonly string[];
};

/** Why a change did not happen: the ticket as it is, or that there is none. */
export type Lost = { readonly kind: 'conflict'; readonly ticket: Ticket } | { readonly kind: 'not_found' };

/** Makes a transition; nothing happens unless state, epoch and conditions still hold. */
export type ChangeTicket = (number: TicketNumber, how: Change) => Promise<Result<Ticket, Lost>>;

/** What a transition writes: its own effect, then what its maker adds. */
export function updateFor(how: Change, now: Date): UpdateQuery<TicketDocument> {
  const { to } = transitions[how.transition];
  const { seat, ...facts } = how.set ?? {};
  const { owner } = facts;
  const codes = [...(how.codes ?? []), ...(owner ? [`owner:${owner.employeeNumber}`] : [])];
  const dueEvent = { kind: `ticket.${how.transition}`, actor: how.actor, codes };
  const effect = effectOf(how.transition, now, owner);
  const set = { ...effect.set, ...facts, state: to, dueEventAt: now };
  const unset = [...effect.unset, ...(how.unset ?? [])].filter((field) => !(field in set));
  return {
    $set: set,
    $inc: { epoch: 1, rev: 1 },
    $push: { dueEvents: dueEvent, ...(seat && { seats: seat }) },
    ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, 1])) }),
  };
}
