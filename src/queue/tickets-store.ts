import type { Connection } from 'mongoose';
import type { Actor, EventInput } from '../domain/event.ts';
import type { CustomerId, OpenId, TicketNumber } from '../domain/ids.ts';
import type { Priority } from '../domain/intent.ts';
import type { Owner, Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { createGate } from '../lib/gate.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { insertNew } from '../store/collection.ts';
import { isDuplicate } from '../store/retry.ts';
import { trusted } from '../store/schema.ts';
import { createClaimNext, type NextClaim } from './claim-next-store.ts';
import type { Deadlines } from './deadlines.ts';
import { createDuties } from './duties-store.ts';
import { createFollowUp } from './follow-up-store.ts';
import { createPlaceCounts } from './place-counts-store.ts';
import { rankOf } from './rank.ts';
import { createSeats } from './seats-store.ts';
import { updateFor, type Change, type ChangeTicket, type Lost } from './ticket-change.ts';
import { toTicket, type Seat, type TicketDocument } from './ticket-document.ts';
import { ticketModel } from './tickets-model-store.ts';
import { transitions } from './transitions.ts';

export type NewTicket = {
  readonly number: TicketNumber;
  readonly openId: OpenId;
  readonly customer: CustomerId;
  readonly topic: string;
  readonly priority: Priority;
  readonly lifeAtRisk?: true;
  /** masked */
  readonly summary: string;
};

export type TicketsDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly record: (event: EventInput) => Promise<void>;
  /** what falls due about a ticket, and when */
  readonly deadlines: Deadlines;
};

/** Fewer than the connections to the store: however many agents claim at once, pushes are stored beside it. */
const mostAtOnce = 12;

/** Who has a ticket from the start, and in which of his places. */
type Held = { readonly owner: Owner; readonly seat: Seat };

/** Tickets: every transition is one conditional write that raises the epoch and leaves one event. */
export function createTickets({ connection, clock, record, deadlines }: TicketsDeps) {
  const model = ticketModel(connection);
  const gate = createGate(mostAtOnce);
  const seats = createSeats({ connection, clock });
  const { followUp, healEvents } = createFollowUp({ model, record, seats, deadlines });

  /**
   * Puts a matter in the queue. The same number twice is one ticket.
   *
   * @param held who has it from the start, and in which of his places: an agent who writes first
   * @returns the customer's live ticket: this one, or the one that was there before
   */
  const open = (input: NewTicket, held?: Held): Promise<Ticket> => gate.pass(() => openNow(input, held));

  async function openNow(input: NewTicket, held?: Held): Promise<Ticket> {
    const { number, ...facts } = input;
    const queuedAt = clock();
    const actor: Actor = held
      ? { kind: 'agent', id: held.owner.employeeNumber }
      : { kind: 'customer', id: input.customer };
    const dueEvent = {
      kind: held ? 'ticket.opened' : 'ticket.queued',
      actor,
      codes: held ? [`owner:${held.owner.employeeNumber}`] : [],
    };
    const document: TicketDocument = {
      _id: number,
      ...facts,
      ...{ live: true, state: 'queued', epoch: 1, rev: 1, tier: 1, move: 'ours' },
      ...{ queuedAt, clockAt: queuedAt, lastInAt: queuedAt, dueEvents: [dueEvent], dueEventAt: queuedAt },
      rank: rankOf({ ...facts, number, tier: 1, queuedAt }),
      ...(held && { ...heldBy(held), claimedAt: queuedAt }),
    };
    if (!(await insertNew<TicketDocument>(model, document))) {
      const there =
        (await model.findOne({ _id: number }).lean()) ??
        (await model.findOne({ openId: input.openId, live: true }).lean());
      if (!there) return openNow(input, held);
      await followUp(there);
      return toTicket(there);
    }
    await followUp(document);
    return toTicket(document);
  }

  /** Changes a ticket's state; nothing happens unless state, epoch and conditions still hold. */
  const change: ChangeTicket = (number, how) => gate.pass(() => changeNow(number, how));

  async function changeNow(number: TicketNumber, how: Change): Promise<Result<Ticket, Lost>> {
    const { from } = transitions[how.transition];
    const changed = await oneLive(() =>
      model
        .findOneAndUpdate(
          {
            ...how.where,
            _id: number,
            state: trusted({ $in: [...from] }),
            ...(how.epoch !== undefined && { epoch: how.epoch }),
          },
          updateFor(how, clock()),
          { returnDocument: 'after' },
        )
        .lean(),
    );
    if (!changed) return lost(number);
    await followUp(changed);
    return ok(toTicket(changed));
  }

  /** Sets facts only while state, epoch and conditions hold: no transition, the epoch stays. */
  async function guard(
    number: TicketNumber,
    { state, epoch, where, set }: Required<Pick<Change, 'epoch' | 'where' | 'set'>> & Pick<Ticket, 'state'>,
  ): Promise<Result<Ticket, Lost>> {
    const found = await model
      .findOneAndUpdate(
        { ...where, _id: number, state, epoch },
        { $set: set, $inc: { rev: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    return found ? ok(toTicket(found)) : lost(number);
  }

  async function lost(number: TicketNumber): Promise<Result<never, Lost>> {
    const present = await get(number);
    return err(present ? { kind: 'conflict', ticket: present } : { kind: 'not_found' });
  }

  /** Sets facts that are no transition, such as the time of a note. The epoch stays. */
  async function touch(number: TicketNumber, set: Partial<TicketDocument>): Promise<Ticket | undefined> {
    const found = await model
      .findOneAndUpdate({ _id: number }, { $set: set, $inc: { rev: 1 } }, { returnDocument: 'after' })
      .lean();
    return found ? toTicket(found) : undefined;
  }

  async function get(number: TicketNumber): Promise<Ticket | undefined> {
    const document = await model.findOne({ _id: number }).lean();
    return document ? toTicket(document) : undefined;
  }

  const next = createClaimNext({ model, clock, followUp });

  return {
    open,
    change,
    guard,
    touch,
    get,
    healEvents,
    seats,
    claimNext: (how: NextClaim) => gate.pass(() => next.claimNext(how)),
    firstFor: next.firstFor,
    ...createPlaceCounts({ model }),
    ...createDuties({ model, seats, deadlines, change }),
  };
}

export type Tickets = ReturnType<typeof createTickets>;

function heldBy({ owner, seat }: Held) {
  return { state: 'assigned', owner, servedBy: owner, seats: [seat] } as const;
}

/** Taking up an old ticket while its customer has another one is refused by the index: nothing was changed. */
async function oneLive<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}
