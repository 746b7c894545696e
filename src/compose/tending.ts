import type { Connection } from 'mongoose';
import { createAssignWaiting } from '../actions/assign-waiting.ts';
import { createDoDuties } from '../actions/do-duties.ts';
import { createReturnLost } from '../actions/return-lost.ts';
import { createTendTickets } from '../actions/tend-tickets.ts';
import type { Config } from '../config.ts';
import type { Role } from '../domain/agent.ts';
import type { EventInput } from '../domain/event.ts';
import type { CallStaff } from '../domain/page.ts';
import type { Clock } from '../lib/clock.ts';
import type { Deadlines } from '../queue/deadlines.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Staff } from '../staff/staff.ts';
import { createLease } from '../store/lease-store.ts';

export type TendingParts = {
  readonly config: Pick<Config, 'queue' | 'behaviour'>;
  readonly connection: Connection;
  /** names this instance */
  readonly chain: string;
  readonly tickets: Tickets;
  readonly deadlines: Deadlines;
  readonly staff: Pick<Staff, 'presence'>;
  readonly callStaff: CallStaff;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

/** A dead instance's work is taken over within the lease and one turn: 30 seconds, of the 35 that are promised. */
const leaseMs = 25_000;
const turnMs = { manual: 5_000, given: 1_000 } as const;
/** Tickets are given to those whose work they are. */
const givenTo: readonly Role[] = ['agent', 'senior', 'lead'];

/** What time does to the queue, joined to who is at work. */
export function joinTending(parts: TendingParts) {
  const { config, connection, chain, tickets, staff, clock, onError } = parts;
  const { routing, sla } = config.queue;
  const { present } = staff.presence;
  const takesTickets = async () =>
    (await present()).filter(({ duty, roles }) => duty === 'available' && roles.some((role) => givenTo.includes(role)));
  return createTendTickets({
    tickets,
    doDuties: createDoDuties({ ...parts, sla }),
    returnLost: createReturnLost({ tickets, present, routing, clock }),
    assignWaiting: createAssignWaiting({ tickets, takesTickets, routing, clock }),
    lease: createLease({ connection, name: 'tend-tickets', holder: chain, ttlMs: leaseMs, clock }),
    surveyMs: config.behaviour.surveyHours * 3_600_000,
    everyMs: routing.mode === 'manual' ? turnMs.manual : turnMs.given,
    clock,
    onError,
  });
}
