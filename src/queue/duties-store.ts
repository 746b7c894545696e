import type { AgentId, TicketNumber } from '../domain/ids.ts';
import { priorities, type Priority } from '../domain/intent.ts';
import type { SlaClock, Ticket } from '../domain/ticket.ts';
import { trusted } from '../store/schema.ts';
import type { Deadlines } from './deadlines.ts';
import { rankOf } from './rank.ts';
import type { Seats } from './seats-store.ts';
import { seatOf, toTicket, type TicketDocument } from './ticket-document.ts';
import type { ChangeTicket } from './ticket-change.ts';
import type { TicketModel } from './tickets-model-store.ts';
import { isHeld, isLive } from './transitions.ts';

type DutiesDeps = {
  readonly model: TicketModel;
  readonly seats: Seats;
  readonly deadlines: Deadlines;
  readonly change: ChangeTicket;
};

/** A ticket with the revision that was read: what is computed from it is written only while that stands. */
export type Due = { readonly ticket: Ticket; readonly rev: number };

/** What can put a ticket further to the front. */
export type Gravity = Partial<Pick<Ticket, 'priority' | 'lifeAtRisk'>>;

const mostOfOneAgent = 500;
const mostTries = 20;

/** What time and the customer's messages do to tickets: each found by an index, each one conditional write. */
export function createDuties({ model, seats, deadlines, change }: DutiesDeps) {
  /** Tickets about which something is due, the longest overdue first. */
  async function dueBefore(now: Date, limit: number): Promise<Due[]> {
    const found = await model
      .find({ dueAt: trusted({ $lte: now }) })
      .sort({ dueAt: 1 })
      .limit(limit)
      .lean();
    return found.map((document) => ({ ticket: toTicket(document), rev: document.rev }));
  }

  /** Writes facts and what follows from them for the deadlines. @returns undefined where somebody was faster */
  async function write(
    { ticket, rev }: Due,
    facts: Partial<TicketDocument>,
    gone: readonly (keyof TicketDocument)[] = [],
  ): Promise<Ticket | undefined> {
    const after = { ...ticket, ...facts };
    const next = deadlines.nextAt(after);
    const written = await model
      .findOneAndUpdate(
        { _id: ticket.number, rev },
        {
          $set: { ...facts, due: deadlines.dueTimes(after), ...(next && { dueAt: next }) },
          $inc: { rev: 1 },
          ...unsetOf(next ? gone : [...gone, 'dueAt']),
        },
        { returnDocument: 'after' },
      )
      .lean();
    return written ? toTicket(written) : undefined;
  }

  /** Nothing is due any more: it was done in the meantime, or the plan has changed. */
  async function postpone(due: Due): Promise<void> {
    await write(due, {});
  }

  /**
   * Notes that a time was warned of, or missed; the latter is never forgotten.
   *
   * @param raised the priority that it has from now on
   */
  async function mark(due: Due, clock: SlaClock, how: { as: 'warned' | 'missed'; raised?: Priority }) {
    const { marks, breached = [] } = due.ticket;
    const missed = how.as === 'missed' && !breached.includes(clock);
    return write(due, {
      marks: { ...marks, [clock]: how.as },
      ...(missed && { breached: [...breached, clock] }),
      ...(how.raised && raisedBy(due.ticket, { priority: how.raised })),
    });
  }

  /**
   * The customer has written: the move is ours, what was put off wakes, the reply clock runs from the first message
   * that nobody has answered.
   *
   * @param graver what the message itself is, where that is a reason to hurry
   * @returns undefined for a ticket that is over, or none
   */
  async function customerWrote(number: TicketNumber, at: Date, graver: Gravity = {}): Promise<Ticket | undefined> {
    for (let n = 0; n < mostTries; n++) {
      const document = await model.findOne({ _id: number }).lean();
      if (!document || !isLive(document.state)) return undefined;
      const ticket = toTicket(document);
      const noted = await noteMessage({ ticket, rev: document.rev }, at, graver);
      if (noted) return noted;
    }
    throw new Error(`The ticket ${number} changed ${mostTries} times while a message was noted`);
  }

  async function noteMessage(due: Due, at: Date, graver: Gravity): Promise<Ticket | undefined> {
    const { ticket } = due;
    const facts = { lastInAt: at, ...raisedBy(ticket, graver) };
    if (ticket.state === 'snoozed') {
      const actor = { kind: 'customer', id: ticket.customer } as const;
      const woken = await change(ticket.number, { transition: 'wake', actor, epoch: ticket.epoch, set: facts });
      return woken.ok ? woken.value : undefined;
    }
    if (ticket.move === 'ours') return write(due, facts);
    const { reply: _answered, ...marks } = ticket.marks ?? {};
    return write(due, { ...facts, move: 'ours', clockAt: at, marks });
  }

  /**
   * An agent's words were taken back before they left: unless others followed, the move is ours as it was, and the reply
   * clock has run all the while.
   *
   * @param saidAt when they were written
   */
  async function wordsTakenBack(number: TicketNumber, saidAt: Date): Promise<void> {
    for (let n = 0; n < mostTries; n++) {
      const document = await model.findOne({ _id: number }).lean();
      if (!document || !isHeld(document.state) || document.lastOutAt?.getTime() !== saidAt.getTime()) return;
      const wasFirst = document.firstReplyAt?.getTime() === saidAt.getTime();
      const gone = wasFirst ? (['lastOutAt', 'firstReplyAt'] as const) : (['lastOutAt'] as const);
      if (await write({ ticket: toTicket(document), rev: document.rev }, { move: 'ours' }, gone)) return;
    }
  }

  /** Finished tickets whose customer has said nothing since. */
  async function finishedBefore(before: Date, limit: number): Promise<Ticket[]> {
    const found = await model
      .find({ state: 'wrapup', lastOutAt: trusted({ $lt: before }) })
      .limit(limit)
      .lean();
    return found.map(toTicket);
  }

  /** Live tickets whose customer wrote last between two moments: whoever has been silent longest first. */
  async function quietBetween(from: Date, to: Date, limit: number): Promise<Ticket[]> {
    const found = await model
      .find({ live: true, lastInAt: trusted({ $gt: from, $lte: to }) })
      .sort({ lastInAt: 1 })
      .limit(limit)
      .lean();
    return found.map(toTicket);
  }

  /** The live tickets of an agent, snoozed ones too. */
  async function ofAgent(agent: AgentId): Promise<TicketDocument[]> {
    return model.find({ 'owner.id': agent, live: true }).limit(mostOfOneAgent).lean();
  }

  async function heldBy(agent: AgentId): Promise<Ticket[]> {
    return (await ofAgent(agent)).filter(({ state }) => isHeld(state)).map(toTicket);
  }

  /** Puts right the places that a crash left taken or free. @returns how many */
  async function healSeats(before: Date): Promise<number> {
    return seats.heal(before, async (agent) => {
      const live = await ofAgent(agent);
      return live.flatMap((document) => seatOf(document) ?? []);
    });
  }

  /** The agent who had the customer's last ticket, if he heard of it after a moment. */
  async function lastAgentOf({ openId, number }: Ticket, since: Date): Promise<AgentId | undefined> {
    const found = await model
      .find({ openId }, { servedBy: 1, closedAt: 1, lastInAt: 1 })
      .sort({ queuedAt: -1 })
      .limit(2)
      .lean();
    const before = found.find(({ _id }) => _id !== number);
    const ended = before?.closedAt ?? before?.lastInAt;
    return ended && ended > since ? before?.servedBy?.id : undefined;
  }

  return {
    dueBefore,
    postpone,
    mark,
    customerWrote,
    wordsTakenBack,
    finishedBefore,
    quietBetween,
    heldBy,
    healSeats,
    lastAgentOf,
  };
}

/** Nothing makes a ticket less grave. */
function raisedBy(ticket: Ticket, { priority = ticket.priority, lifeAtRisk }: Gravity): Partial<TicketDocument> {
  const raised = {
    ...(priorities.indexOf(priority) < priorities.indexOf(ticket.priority) && { priority }),
    ...(lifeAtRisk && !ticket.lifeAtRisk && { lifeAtRisk }),
  };
  return Object.keys(raised).length === 0 ? {} : { ...raised, rank: rankOf({ ...ticket, ...raised }) };
}

function unsetOf(fields: readonly string[]) {
  return fields.length === 0 ? {} : { $unset: Object.fromEntries(fields.map((field) => [field, 1])) };
}
