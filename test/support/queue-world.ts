import type { Connection } from 'mongoose';
import { createClaim } from '../../src/actions/claim.ts';
import { createDoDuties } from '../../src/actions/do-duties.ts';
import { createMove } from '../../src/actions/move.ts';
import type { Agent } from '../../src/domain/agent.ts';
import type { EventInput } from '../../src/domain/event.ts';
import { toAgentId, toCustomerId, toOpenId, toTicketNumber, type TicketNumber } from '../../src/domain/ids.ts';
import type { Page } from '../../src/domain/page.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { ok } from '../../src/lib/result.ts';
import type { QueuePlan } from '../../src/queue/plan.ts';
import type { ServiceHours } from '../../src/queue/service-clock.ts';
import { createTickets, type NewTicket } from '../../src/queue/tickets-store.ts';
import { always, deadlinesOf, planWith } from './queue.ts';

export const start = new Date('2026-11-23T02:00:00Z');

type Setting = { readonly plan?: QueuePlan; readonly hours?: ServiceHours; readonly now?: Date };

/** The queue with its actions over a connection, with a clock that is moved by hand and events that are only kept. */
export function createQueueWorld(
  connection: Connection,
  { plan = planWith(), hours = always, now = start }: Setting = {},
) {
  let time = now.getTime();
  const clock = () => new Date(time);
  const events: EventInput[] = [];
  const recorded = new Set<string>();
  const pages: Page[] = [];
  const errors: unknown[] = [];
  const agents = new Map<string, Agent>();
  let crashes = false;
  let opened = 0;

  /** Keeps the promise of the real one: a transition is on record once. */
  function record(event: EventInput): Promise<void> {
    if (crashes) return Promise.reject(new Error('crashed'));
    const { ticket, epoch } = event;
    const key = `${String(ticket)} ${String(epoch)}`;
    if (epoch !== undefined && recorded.has(key)) return Promise.resolve();
    recorded.add(key);
    events.push(event);
    return Promise.resolve();
  }

  const deadlines = deadlinesOf(plan, hours);
  const tickets = createTickets({ connection, clock, record, deadlines });
  const callStaff = (page: Page) => Promise.resolve(void pages.push(page));
  const move = createMove({
    tickets,
    findAgent: (employeeNumber) => Promise.resolve(agents.get(employeeNumber)),
    isTopic: (name) => name.startsWith('topic'),
    note: ({ text }, by) => Promise.resolve(ok({ id: '', seq: 0, from: 'agent', kind: 'note', text, at: clock(), by })),
    routing: plan.routing,
    clock,
  });

  function agent(employeeNumber: string, changes: Partial<Agent> = {}): Agent {
    const id = toAgentId(`a${employeeNumber}`);
    const account = { id, login: employeeNumber, name: `坐席${employeeNumber}`, employeeNumber };
    const usual = { roles: ['agent'], skills: [], capacity: 5, disabled: false, duty: 'available' } as const;
    const made: Agent = { ...account, ...usual, ...changes };
    agents.set(employeeNumber, made);
    return made;
  }

  async function open(changes: Partial<Omit<NewTicket, 'customer' | 'openId'>> & { readonly customer?: string } = {}) {
    opened += 1;
    const { customer = `customer-${opened}`, ...facts } = changes;
    const openId = toOpenId(customer);
    if (!openId) throw new Error(customer);
    const about = { topic: 'topic', priority: 'normal', summary: '' } as const;
    return tickets.open({ number: numberOf(opened), ...about, ...facts, openId, customer: toCustomerId(customer) });
  }

  async function read(number: TicketNumber): Promise<Ticket> {
    const found = await tickets.get(number);
    if (!found) throw new Error(`No ticket ${number}`);
    return found;
  }

  return {
    ...{ plan, deadlines, tickets, move, clock, events, pages, errors, record, agent, open, read },
    ...{ claim: createClaim({ tickets, routing: plan.routing }), callStaff },
    doDuties: createDoDuties({
      ...{ tickets, deadlines, sla: plan.sla, callStaff, record, clock },
      onError: (error) => errors.push(error),
    }),
    pass(minutes: number): void {
      time += minutes * 60_000;
    },
    /** While it crashes, nothing after a transition is done. */
    crash(on: boolean): void {
      crashes = on;
    },
  };
}

export type QueueWorld = ReturnType<typeof createQueueWorld>;

export function numberOf(n: number): TicketNumber {
  const number = toTicketNumber(`K20261123-${String(n).padStart(4, '0')}`);
  if (!number) throw new Error(`no number ${n}`);
  return number;
}
