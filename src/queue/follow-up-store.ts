import type { UpdateQuery } from 'mongoose';
import type { EventInput } from '../domain/event.ts';
import { trusted } from '../store/schema.ts';
import type { Deadlines } from './deadlines.ts';
import type { Seats } from './seats-store.ts';
import { seatOf, type Seat, type TicketDocument } from './ticket-document.ts';
import type { TicketModel } from './tickets-model-store.ts';
import { isHeld } from './transitions.ts';

type FollowUpDeps = {
  readonly model: TicketModel;
  readonly record: (event: EventInput) => Promise<void>;
  readonly seats: Pick<Seats, 'claimBack' | 'giveBack'>;
  readonly deadlines: Pick<Deadlines, 'dueTimes' | 'nextAt'>;
};

/**
 * What follows a transition: its event, its agent's place, its deadlines. The transition's own write says that this is
 * still to be done, and the last step takes that note off again; a sweeper does it over where a crash came between.
 */
export function createFollowUp({ model, record, seats, deadlines }: FollowUpDeps) {
  /** Safe to repeat. */
  async function followUp(document: TicketDocument): Promise<void> {
    const { dueEvents = [], _id: ticket, epoch, rev, customer } = document;
    if (dueEvents.length === 0) return;
    for (const [index, event] of dueEvents.entries()) {
      const of = epoch - (dueEvents.length - 1 - index);
      await record({ ...event, ticket, customer, epoch: of, seenEpoch: of });
    }
    const seat = await settleSeats(document);
    const done = await model.updateOne({ _id: ticket, epoch, rev }, settledBy(document, seat));
    if (done.matchedCount === 1) return;
    const present = await model.findOne({ _id: ticket }).lean();
    // A message came between: the same transition, with newer facts.
    if (present?.epoch === epoch) return followUp(present);
    // The ticket has moved on, and with it went the place that was taken for it here.
    if (seat && !isAmong(document, seat)) await seats.giveBack(seat);
  }

  /** The note taken off, and what is due from now on. */
  function settledBy(document: TicketDocument, seat: Seat | undefined): UpdateQuery<TicketDocument> {
    const next = deadlines.nextAt(document);
    return {
      $set: { due: deadlines.dueTimes(document), ...(next && { dueAt: next }), ...(seat && { seats: [seat] }) },
      $unset: { dueEvents: 1, dueEventAt: 1, ...(!next && { dueAt: 1 }), ...(!seat && { seats: 1 }) },
    };
  }

  /** Gives back the places that the ticket no longer needs. @returns the one that it has now */
  async function settleSeats(document: TicketDocument): Promise<Seat | undefined> {
    const { _id, epoch, owner, seats: all = [] } = document;
    const current = seatOf(document);
    for (const seat of all) if (seat !== current) await seats.giveBack(seat);
    if (current || !owner || !isHeld(document.state)) return current;
    const taken = { agent: owner.id, id: `${_id}:${epoch}` };
    await seats.claimBack(taken);
    return taken;
  }

  /** Finishes what a crash left. @returns how many */
  async function healEvents(before: Date): Promise<number> {
    const left = await model
      .find({ dueEventAt: trusted({ $lt: before }) })
      .limit(100)
      .lean();
    for (const document of left) await followUp(document);
    return left.length;
  }

  return { followUp, healEvents };
}

function isAmong({ seats = [] }: TicketDocument, { id }: Seat): boolean {
  return seats.some((one) => one.id === id);
}
