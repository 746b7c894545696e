import { slaClocks, type DueTimes, type SlaClock, type Ticket } from '../domain/ticket.ts';
import { minutesFor, type QueuePlan } from './plan.ts';
import type { ServiceClock } from './service-clock.ts';
import { isLive } from './transitions.ts';

/** What time asks to be done about a ticket. */
export type Duty =
  | { readonly kind: 'wake' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'untouched' }
  | { readonly kind: 'warned' | 'missed'; readonly clock: SlaClock };

type Deadline = { readonly at: Date; readonly duty: Duty };

/** As much of a ticket as its deadlines depend on. */
export type Timed = Pick<
  Ticket,
  'state' | 'move' | 'topic' | 'tier' | 'queuedAt' | 'clockAt' | 'promisedAt' | 'snoozedUntil' | 'offer' | 'marks'
>;

export type DeadlineDeps = {
  readonly plan: QueuePlan;
  readonly serviceClock: ServiceClock;
};

const minuteMs = 60_000;

/** What is due about a ticket, and when: computed from its facts alone, so that any process comes to the same. */
export function createDeadlines({ plan, serviceClock: { after } }: DeadlineDeps) {
  /** By when somebody is to take it, answer, and solve it. */
  function dueTimes(ticket: Timed): DueTimes {
    return Object.fromEntries(runningClocks(ticket).map((clock) => [`${clock}By`, endOf(ticket, clock)]));
  }

  function endOf(ticket: Timed, clock: SlaClock): Date {
    const minutes = minutesFor(plan, ticket)[clock];
    if (clock !== 'solve') return after(ticket.clockAt, minutes);
    const usual = after(ticket.queuedAt, minutes);
    // A bank's answer takes as long as it takes: what was promised to the customer counts.
    return ticket.promisedAt !== undefined && ticket.promisedAt > usual ? ticket.promisedAt : usual;
  }

  function warningOf(ticket: Timed, clock: SlaClock): Date {
    const since = clock === 'solve' ? ticket.queuedAt : ticket.clockAt;
    return after(since, minutesFor(plan, ticket)[clock] * plan.sla.warnAt);
  }

  function deadlines(ticket: Timed): Deadline[] {
    return [...ownDeadlines(ticket), ...runningClocks(ticket).flatMap((clock) => slaDeadline(ticket, clock))];
  }

  function ownDeadlines({ state, snoozedUntil, offer, clockAt }: Timed): Deadline[] {
    if (state === 'snoozed' && snoozedUntil) return [{ at: snoozedUntil, duty: { kind: 'wake' } }];
    if (state !== 'assigned') return [];
    if (offer) return [{ at: offer.expiresAt, duty: { kind: 'expire' } }];
    const until = clockAt.getTime() + plan.routing.untouchedMinutes * minuteMs;
    return [{ at: new Date(until), duty: { kind: 'untouched' } }];
  }

  function slaDeadline(ticket: Timed, clock: SlaClock): Deadline[] {
    const mark = ticket.marks?.[clock];
    if (mark === 'missed') return [];
    if (mark === 'warned') return [{ at: endOf(ticket, clock), duty: { kind: 'missed', clock } }];
    return [{ at: warningOf(ticket, clock), duty: { kind: 'warned', clock } }];
  }

  /** The next moment at which something has to be done; undefined: nothing ever, as it stands. */
  function nextAt(ticket: Timed): Date | undefined {
    return earliest(deadlines(ticket))?.at;
  }

  /** What has to be done by now, the longest overdue. */
  function dutyAt(ticket: Timed, now: Date): Duty | undefined {
    return earliest(deadlines(ticket).filter(({ at }) => at <= now))?.duty;
  }

  return { dueTimes, nextAt, dutyAt };
}

export type Deadlines = ReturnType<typeof createDeadlines>;

/** Which clocks run: claiming while it waits, answering while somebody has it and the move is ours, solving until it is over. */
function runningClocks({ state, move }: Timed): readonly SlaClock[] {
  if (!isLive(state)) return [];
  const answering = (state === 'assigned' || state === 'serving') && move === 'ours';
  return slaClocks.filter((clock) => (clock === 'claim' ? state === 'queued' : clock === 'solve' || answering));
}

function earliest(all: readonly Deadline[]): Deadline | undefined {
  return all.reduce<Deadline | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined);
}
