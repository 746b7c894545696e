import type { TicketState } from '../../src/domain/ticket.ts';
import { isHeld, isLive, transitions, type Transition } from '../../src/queue/transitions.ts';

/** What a command comes to: done, or why not. */
export type Outcome = 'ok' | 'none' | 'conflict' | 'full' | 'colleague_full' | 'not_found';

export type ModelTicket = {
  readonly customer: number;
  state: TicketState;
  epoch: number;
  owner: number | undefined;
  /** who may not be given it again by himself */
  tier: number;
  move: 'ours' | 'customer' | 'third_party';
  /** minutes */
  offerUntil?: number | undefined;
  until?: number | undefined;
  clockAt: number;
  readonly order: number;
};

export const capacity = 2;
const minutes = { offer: 3, untouched: 15 };

/**
 * The queue as plain values, by the rules of docs/queue.md alone: what may be done is read from the table of transitions,
 * what it does is written here a second time. Agents and tickets go by their index.
 */
export function createQueueModel() {
  const tickets: ModelTicket[] = [];
  const leaked = new Map<number, number>();
  let now = 0;
  let places = capacity;

  const held = (agent: number): number =>
    tickets.filter(({ owner, state }) => owner === agent && isHeld(state)).length + (leaked.get(agent) ?? 0);

  /** A transition, where state, epoch and owner let it. */
  function change(index: number, by: Transition, given: { epoch?: number; owner?: number } = {}): Outcome {
    const ticket = tickets[index];
    if (!ticket) return 'not_found';
    const { from, to } = transitions[by];
    const fits = (from as readonly string[]).includes(ticket.state);
    const isSeen = given.epoch === undefined || given.epoch === ticket.epoch;
    const isHis = given.owner === undefined || given.owner === ticket.owner;
    if (!fits || !isSeen || !isHis) return 'conflict';
    ticket.state = to;
    ticket.epoch += 1;
    ticket.offerUntil = undefined;
    if (to === 'queued') Object.assign(ticket, { owner: undefined, move: 'ours' });
    // Whoever gets it is to look at it.
    if (by === 'transfer' || by === 'accept') ticket.move = 'ours';
    return 'ok';
  }

  function open(customer: number): number {
    const live = tickets.findIndex((one) => one.customer === customer && isLive(one.state));
    if (live >= 0) return live;
    const fresh = { customer, state: 'queued', epoch: 1, owner: undefined, tier: 1, move: 'ours' } as const;
    tickets.push({ ...fresh, clockAt: now, order: tickets.length });
    return tickets.length - 1;
  }

  function take(index: number, agent: number): Outcome {
    if (held(agent) >= places) return 'full';
    const outcome = change(index, 'claim');
    const ticket = tickets[index];
    if (outcome === 'ok' && ticket) Object.assign(ticket, { owner: agent, clockAt: now });
    return outcome;
  }

  /** The first tier's agents find the first tier's tickets, the oldest first. */
  function takeNext(agent: number): { outcome: Outcome; index?: number } {
    if (held(agent) >= places) return { outcome: 'full' };
    const index = tickets.findIndex(({ state, tier }) => state === 'queued' && tier === 1);
    return index < 0 ? { outcome: 'none' } : { outcome: take(index, agent), index };
  }

  function transfer(index: number, by: number, given: { to: number; epoch: number }): Outcome {
    const { to, epoch } = given;
    if (held(to) >= places) return 'colleague_full';
    const outcome = change(index, 'transfer', { epoch, owner: by });
    const ticket = tickets[index];
    if (outcome !== 'ok' || !ticket) return outcome;
    Object.assign(ticket, { owner: to, clockAt: now, offerUntil: to === by ? undefined : now + minutes.offer });
    return outcome;
  }

  function takeUp(index: number, by: Transition, given: { epoch: number; owner: number }): Outcome {
    const ticket = tickets[index];
    if (!ticket) return 'not_found';
    if (ticket.offerUntil === undefined || ticket.owner !== given.owner) return 'conflict';
    return moved(index, by, given);
  }

  /** A transition of its owner, with what each changes beside the state. */
  function moved(index: number, by: Transition, given: { epoch?: number; owner?: number; until?: number }): Outcome {
    const outcome = change(index, by, given);
    const ticket = tickets[index];
    if (outcome !== 'ok' || !ticket) return outcome;
    if (by === 'answer') ticket.move = 'customer';
    if (by === 'wait') ticket.move = 'third_party';
    if (by === 'wake') ticket.move = 'ours';
    if (by === 'escalate') ticket.tier = Math.min(3, ticket.tier + 1);
    if (ticket.state === 'queued' || by === 'accept' || by === 'wake') ticket.clockAt = now;
    ticket.until = given.until;
    return outcome;
  }

  function customerWrote(index: number): Outcome {
    const ticket = tickets[index];
    if (!ticket || !isLive(ticket.state)) return 'none';
    if (ticket.state === 'snoozed') return moved(index, 'wake', {});
    if (ticket.move !== 'ours') Object.assign(ticket, { move: 'ours', clockAt: now });
    return 'ok';
  }

  function reopen(index: number, agent: number): Outcome {
    const ticket = tickets[index];
    if (!ticket) return 'not_found';
    if (held(agent) >= places) return 'full';
    const other = tickets.some((one) => one !== ticket && one.customer === ticket.customer && isLive(one.state));
    const outcome = other ? 'conflict' : change(index, 'reopen');
    if (outcome === 'ok') Object.assign(ticket, { owner: agent, move: 'ours', clockAt: now });
    return outcome;
  }

  /** Time goes by, and what is due is done. */
  function pass(by: number): void {
    now += by;
    for (const [index, ticket] of tickets.entries()) {
      if (ticket.state === 'snoozed' && (ticket.until ?? Infinity) <= now) moved(index, 'wake', {});
      else if (ticket.state === 'assigned' && ticket.offerUntil !== undefined) {
        if (ticket.offerUntil <= now) moved(index, 'expire', {});
      } else if (ticket.state === 'assigned' && ticket.clockAt + minutes.untouched <= now) moved(index, 'return', {});
    }
  }

  return {
    ...{ tickets, held, open, take, takeNext, transfer, takeUp, moved, customerWrote, reopen, pass },
    now: () => now,
    leak(agent: number): Outcome {
      if (held(agent) >= places) return 'full';
      leaked.set(agent, (leaked.get(agent) ?? 0) + 1);
      return 'ok';
    },
    heal: () => leaked.clear(),
    /** Runs something as if every agent had room. */
    withRoom<T>(work: () => T): T {
      places = Infinity;
      try {
        return work();
      } finally {
        places = capacity;
      }
    },
  };
}

export type QueueModel = ReturnType<typeof createQueueModel>;
