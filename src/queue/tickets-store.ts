import type { Connection, mongo } from 'mongoose';
import type { Actor, EventInput } from '../domain/event.ts';
import type { CustomerId, OpenId, TicketNumber } from '../domain/ids.ts';
import type { Priority } from '../domain/intent.ts';
import type { Owner, Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { rankOf } from './rank.ts';
import { collectionOf, insertNew } from '../store/collection.ts';
import { toTicket, type TicketDocument } from './ticket-document.ts';
import { ticketsSpec } from './tickets-spec.ts';
import { isLive, transitions, type Transition } from './transitions.ts';

export type NewTicket = {
  readonly number: TicketNumber;
  readonly openId: OpenId;
  readonly customer: CustomerId;
  readonly topic: string;
  readonly priority: Priority;
  /** masked */
  readonly summary: string;
};

export type Change = {
  readonly transition: Transition;
  readonly actor: Actor;
  /** the epoch that the writer saw; without it any epoch in a fitting state will do */
  readonly epoch?: number;
  /** further conditions, such as the owner */
  readonly where?: mongo.Filter<TicketDocument>;
  readonly set?: Partial<TicketDocument>;
  readonly unset?: readonly (keyof TicketDocument)[];
  readonly codes?: readonly string[];
};

/** Why a change did not happen: the ticket as it is, or that there is none. */
export type Lost = { readonly kind: 'conflict'; readonly ticket: Ticket } | { readonly kind: 'not_found' };

type TicketsDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly record: (event: EventInput) => Promise<void>;
};

/** Tickets: every transition is one conditional write that raises the epoch and leaves one event. */
export function createTickets({ connection, clock, record }: TicketsDeps) {
  const collection = collectionOf<TicketDocument>(connection, ticketsSpec);

  /**
   * Puts a matter in the queue. The same number twice is one ticket.
   *
   * @param owner who has it from the start: an agent who writes first
   * @returns the customer's live ticket: this one, or the one that was there before
   */
  async function open(input: NewTicket, owner?: Owner): Promise<Ticket> {
    const { number, ...facts } = input;
    const queuedAt = clock();
    const actor: Actor = owner ? { kind: 'agent', id: owner.employeeNumber } : { kind: 'customer', id: input.customer };
    const dueEvent = { kind: owner ? 'ticket.opened' : 'ticket.queued', actor, codes: [] };
    const document: TicketDocument = {
      _id: number,
      ...facts,
      live: true,
      state: 'queued',
      epoch: 1,
      tier: 1,
      queuedAt,
      clockAt: queuedAt,
      move: 'ours',
      lastInAt: queuedAt,
      rank: rankOf({ priority: facts.priority, tier: 1, queuedAt }),
      dueEvent,
      dueEventAt: queuedAt,
      ...(owner && { state: 'assigned', owner, claimedAt: queuedAt }),
    };
    if (!(await insertNew(collection, document))) {
      const there =
        (await collection.findOne({ _id: number })) ?? (await collection.findOne({ openId: input.openId, live: true }));
      if (!there) return open(input, owner);
      if (there.dueEvent) await recordDue(there);
      return toTicket(there);
    }
    await recordDue(document);
    return toTicket(document);
  }

  /** Changes a ticket's state; nothing happens unless state, epoch and conditions still hold. */
  async function change(number: TicketNumber, how: Change): Promise<Result<Ticket, Lost>> {
    const { from, to } = transitions[how.transition];
    const update = updateFor(how, to);
    const changed = await collection.findOneAndUpdate(
      {
        ...how.where,
        _id: number,
        state: { $in: [...from] },
        ...(how.epoch !== undefined && { epoch: how.epoch }),
      },
      update,
      { returnDocument: 'after' },
    );
    if (changed) {
      await recordDue(changed);
      return ok(toTicket(changed));
    }
    return lost(number);
  }

  /** Sets facts only while state, epoch and conditions hold: no transition, the epoch stays. */
  async function guard(
    number: TicketNumber,
    { state, epoch, where, set }: Required<Pick<Change, 'epoch' | 'where' | 'set'>> & Pick<Ticket, 'state'>,
  ): Promise<Result<Ticket, Lost>> {
    const found = await collection.findOneAndUpdate(
      { ...where, _id: number, state, epoch },
      { $set: set },
      { returnDocument: 'after' },
    );
    return found ? ok(toTicket(found)) : lost(number);
  }

  async function lost(number: TicketNumber): Promise<Result<never, Lost>> {
    const present = await get(number);
    return err(present ? { kind: 'conflict', ticket: present } : { kind: 'not_found' });
  }

  /** Takes the first of the queue that fits; undefined where none does. */
  async function claimNext(how: Omit<Change, 'transition' | 'epoch'>): Promise<Ticket | undefined> {
    const changed = await collection.findOneAndUpdate(
      { ...how.where, state: 'queued' },
      updateFor({ ...how, transition: 'claim' }, 'assigned'),
      { sort: { rank: 1 }, returnDocument: 'after' },
    );
    if (!changed) return undefined;
    await recordDue(changed);
    return toTicket(changed);
  }

  function updateFor(how: Change, to: Ticket['state']): mongo.UpdateFilter<TicketDocument> {
    const now = clock();
    const dueEvent = { kind: `ticket.${how.transition}`, actor: how.actor, codes: how.codes ?? [] };
    const unset = [...(how.unset ?? []), ...(isLive(to) ? [] : (['live'] as const))];
    return {
      $set: { ...how.set, state: to, dueEvent, dueEventAt: now },
      $inc: { epoch: 1 },
      ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, ''])) }),
    };
  }

  /** Puts a transition on record and takes the note off the ticket; safe to repeat. */
  async function recordDue(document: TicketDocument): Promise<void> {
    const { dueEvent, _id: ticket, epoch, customer } = document;
    if (!dueEvent) return;
    await record({ ...dueEvent, ticket, customer, epoch, seenEpoch: epoch });
    await collection.updateOne({ _id: ticket, epoch }, { $unset: { dueEvent: '', dueEventAt: '' } });
  }

  /** Records the events that a crash left out. @returns how many */
  async function healEvents(before: Date): Promise<number> {
    const left = await collection
      .find({ dueEventAt: { $lt: before } })
      .limit(100)
      .toArray();
    for (const document of left) await recordDue(document);
    return left.length;
  }

  /** Sets facts that are no transition, such as the time of the last message. The epoch stays. */
  async function touch(number: TicketNumber, set: Partial<TicketDocument>): Promise<Ticket | undefined> {
    const found = await collection.findOneAndUpdate({ _id: number }, { $set: set }, { returnDocument: 'after' });
    return found ? toTicket(found) : undefined;
  }

  /** Raises a waiting ticket's priority, never lowers it. */
  async function raise(number: TicketNumber, priority: Priority): Promise<void> {
    const document = await collection.findOne({ _id: number });
    if (!document) return;
    const rank = rankOf({ ...document, priority });
    await collection.updateOne({ _id: number, rank: { $gt: rank } }, { $set: { priority, rank } });
  }

  async function get(number: TicketNumber): Promise<Ticket | undefined> {
    const document = await collection.findOne({ _id: number });
    return document ? toTicket(document) : undefined;
  }

  /** How many are before this one in the queue, counted on the claim's own index, at most 200. */
  async function ahead(ticket: {
    readonly priority: Priority;
    readonly tier: number;
    readonly queuedAt: Date;
  }): Promise<number> {
    return collection.countDocuments({ state: 'queued', rank: { $lt: rankOf(ticket) } }, { limit: 200 });
  }

  async function countOf(ownerId: string): Promise<number> {
    return collection.countDocuments({ 'owner.id': ownerId, live: true });
  }

  /** How many were claimed since a moment, at most 1,000. */
  async function claimedSince(since: Date): Promise<number> {
    return collection.countDocuments({ claimedAt: { $gt: since } }, { limit: 1000 });
  }

  /** Snoozed tickets whose time has come. */
  async function snoozedUntil(now: Date, limit: number): Promise<Ticket[]> {
    const found = await collection
      .find({ state: 'snoozed', snoozedUntil: { $lte: now } })
      .limit(limit)
      .toArray();
    return found.map(toTicket);
  }

  /** Finished tickets whose customer has said nothing since. */
  async function finishedBefore(before: Date, limit: number): Promise<Ticket[]> {
    const found = await collection
      .find({ state: 'wrapup', lastOutAt: { $lt: before } })
      .limit(limit)
      .toArray();
    return found.map(toTicket);
  }

  return {
    open,
    change,
    guard,
    claimNext,
    healEvents,
    touch,
    raise,
    get,
    ahead,
    countOf,
    claimedSince,
    snoozedUntil,
    finishedBefore,
  };
}

export type Tickets = ReturnType<typeof createTickets>;
