import type { EventInput } from '../domain/event.ts';
import { priorities, type Priority } from '../domain/intent.ts';
import type { CallStaff } from '../domain/page.ts';
import type { SlaClock, Ticket } from '../domain/ticket.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { Clock } from '../lib/clock.ts';
import type { Deadlines, Duty } from '../queue/deadlines.ts';
import type { Due } from '../queue/duties-store.ts';
import type { SlaPlan } from '../queue/plan.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { isHeld } from '../queue/transitions.ts';

export type DutyDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'dueBefore' | 'postpone' | 'mark'>;
  readonly deadlines: Pick<Deadlines, 'dutyAt'>;
  readonly sla: Pick<SlaPlan, 'missed'>;
  readonly callStaff: CallStaff;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

const batchSize = 200;
const mostBatches = 20;
const actor = { kind: 'system', id: 'queue' } as const;

/** Does what time asks for: wakes, takes back what was not taken up, warns of promises and acts on missed ones. */
export function createDoDuties({ tickets, deadlines, sla, callStaff, record, clock, onError }: DutyDeps) {
  /** Works off what is due, found by its index in batches. @returns how many duties were done */
  return async (): Promise<number> => {
    let done = 0;
    for (let n = 0; n < mostBatches; n++) {
      const due = await tickets.dueBefore(clock(), batchSize);
      const worked = await workOff(due);
      done += worked;
      // Nothing but failures: they are tried again at the next turn, not in a circle.
      if (due.length < batchSize || worked === 0) break;
    }
    return done;
  };

  async function workOff(due: readonly Due[]): Promise<number> {
    let worked = 0;
    for (const one of due) {
      try {
        await perform(one, deadlines.dutyAt(one.ticket, clock()));
        worked += 1;
      } catch (error) {
        onError(error);
      }
    }
    return worked;
  }

  /** Each is conditional on what was read: a ticket that has moved on is left alone. */
  async function perform(due: Due, duty: Duty | undefined): Promise<void> {
    const { number, epoch } = due.ticket;
    switch (duty?.kind) {
      case undefined:
        return tickets.postpone(due);
      case 'wake':
        await tickets.change(number, { transition: 'wake', actor, epoch });
        return;
      case 'expire':
        await tickets.change(number, { transition: 'expire', actor, epoch });
        return;
      case 'untouched':
        await tickets.change(number, { transition: 'return', actor, epoch, codes: ['untouched'] });
        return;
      case 'warned':
        return warn(due, duty.clock);
      case 'missed':
        return miss(due, duty.clock);
      default:
        return assertNever(duty);
    }
  }

  async function warn(due: Due, clock: SlaClock): Promise<void> {
    await call(due.ticket, clock, 'warning');
    const marked = await tickets.mark(due, clock, { as: 'warned' });
    if (marked) await note(marked, `ticket.sla_warned`, clock);
  }

  async function miss(due: Due, clock: SlaClock): Promise<void> {
    const measures = sla.missed[clock];
    const raised = measures.includes('raise') ? raisedFrom(due.ticket.priority) : undefined;
    if (measures.includes('page')) await call(due.ticket, clock, 'overdue');
    const marked = await tickets.mark(due, clock, { as: 'missed', ...(raised && { raised }) });
    if (!marked) return;
    await note(marked, 'ticket.sla_missed', clock);
    if (!measures.includes('return') || !isHeld(marked.state)) return;
    const { number, epoch } = marked;
    await tickets.change(number, { transition: 'return', actor, epoch, codes: [`${clock}_missed`] });
  }

  /** Before the mark, and under a name of its own: after a crash it is called again, and is the same call. */
  async function call(ticket: Ticket, clock: SlaClock, how: 'warning' | 'overdue'): Promise<void> {
    const { number, customer, clockAt, queuedAt } = ticket;
    const since = (clock === 'solve' ? queuedAt : clockAt).getTime();
    const id = `sla:${number}:${clock}:${how}:${since}`;
    const to = how === 'warning' ? 'agents' : 'lead';
    await callStaff({ id, to, kind: `ticket_${how}`, codes: [clock], ticket: number, customer });
  }

  function note({ number, customer, epoch }: Ticket, kind: string, clock: SlaClock): Promise<void> {
    return record({ kind, ticket: number, customer, seenEpoch: epoch, actor, codes: [clock] });
  }
}

/** One step up; the urgent lane is for danger, not for delay. */
function raisedFrom(priority: Priority): Priority | undefined {
  const raised = priorities[priorities.indexOf(priority) - 1];
  return raised === 'urgent' ? undefined : raised;
}
