import type { AgentId } from '../domain/ids.ts';
import type { Owner, Ticket } from '../domain/ticket.ts';
import type { Actor } from '../domain/event.ts';
import type { Clock } from '../lib/clock.ts';
import { trusted } from '../store/schema.ts';
import { createFindFirst, type Fitting, type Piece } from './find-first.ts';
import { readRanks } from './ranks-store.ts';
import { toTicket, type Seat, type TicketDocument } from './ticket-document.ts';
import { updateFor } from './ticket-change.ts';
import type { TicketModel } from './tickets-model-store.ts';

export type NextClaim = Fitting & {
  readonly transition?: 'claim' | 'assign';
  readonly actor: Actor;
  readonly owner: Owner;
  readonly seat?: Seat;
};

type Wanted = Fitting & {
  /** who gave a ticket back is not given it again */
  readonly notServedBy: AgentId;
};

type ClaimNextDeps = {
  readonly model: TicketModel;
  readonly clock: Clock;
  readonly followUp: (document: TicketDocument) => Promise<void>;
};

/** Takes the first ticket of the queue that fits, in one conditional write, however long the queue is. */
export function createClaimNext({ model, clock, followUp }: ClaimNextDeps) {
  const findFirst = createFindFirst((topic) => readRanks(model, topic === undefined ? {} : { topic }));

  /** @returns undefined where nothing waits that he takes */
  async function claimNext({ transition = 'claim', actor, owner, seat, ...fitting }: NextClaim) {
    const set = { owner, ...(seat && { seat }) };
    const taken = await findFirst(fitting, (piece) =>
      model
        .findOneAndUpdate(waitingIn(piece), updateFor({ transition, actor, set }, clock()), {
          sort: { rank: 1 },
          returnDocument: 'after',
        })
        .lean(),
    );
    if (!taken) return undefined;
    await followUp(taken);
    return toTicket(taken);
  }

  /** The first that an agent could be given, without taking it. */
  async function firstFor({ notServedBy, ...fitting }: Wanted): Promise<Ticket | undefined> {
    const other = { 'servedBy.id': trusted({ $ne: notServedBy }) };
    const found = await findFirst(fitting, (piece) =>
      model
        .findOne({ ...waitingIn(piece), ...other })
        .sort({ rank: 1 })
        .lean(),
    );
    return found && toTicket(found);
  }

  return { claimNext, firstFor };
}

function waitingIn({ topics, after, upTo }: Piece) {
  return {
    state: 'queued' as const,
    ...(topics && { topic: trusted({ $in: [...topics] }) }),
    rank: trusted({ $gt: after, $lte: upTo }),
  };
}
