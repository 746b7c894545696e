import type { Agent } from '../domain/agent.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { topicsOf, type RoutingPlan } from '../queue/plan.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { ownerOf, tierOf } from './refusals.ts';

export type AssignDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'firstFor' | 'lastAgentOf' | 'seats'>;
  /** who is at work and takes new tickets */
  readonly takesTickets: () => Promise<readonly Agent[]>;
  readonly routing: Pick<RoutingPlan, 'mode' | 'skills' | 'stickyHours'>;
  readonly clock: Clock;
};

type Candidate = { readonly agent: Agent; readonly used: number; readonly takenAt: number };

const mostAtOnce = 200;
const hourMs = 3_600_000;
const actor = { kind: 'system', id: 'routing' } as const;

/** Gives what waits to who is at work and has room, where config/queue.yaml says so; the first of the queue first. */
export function createAssignWaiting({ tickets, takesTickets, routing, clock }: AssignDeps) {
  const { seats } = tickets;

  /** @returns how many were given */
  return async (): Promise<number> => {
    if (routing.mode === 'manual') return 0;
    let candidates = await withRoom(await takesTickets());
    let given = 0;
    while (candidates.length > 0 && given < mostAtOnce) {
      const [next] = candidates.sort(byTurn);
      if (!next) break;
      const ticket = await firstFor(next.agent);
      const to = ticket && (await stickyOf(ticket, candidates));
      if (!ticket) candidates = candidates.filter((one) => one !== next);
      else {
        const receiver = to ?? next;
        if (await give(ticket, receiver.agent)) given += 1;
        candidates = afterTurn(candidates, receiver);
      }
    }
    return given;
  };

  async function withRoom(agents: readonly Agent[]): Promise<Candidate[]> {
    const loads = new Map((await seats.loadsOf(agents.map(({ id }) => id))).map((load) => [load.agent, load]));
    return agents
      .map((agent) => {
        const load = loads.get(agent.id);
        return { agent, used: load?.used ?? 0, takenAt: load?.takenAt.getTime() ?? 0 };
      })
      .filter(({ agent, used }) => used < agent.capacity);
  }

  function byTurn(a: Candidate, b: Candidate): number {
    const load = routing.mode === 'least_load' ? a.used - b.used : 0;
    return load || a.takenAt - b.takenAt || (a.agent.id < b.agent.id ? -1 : 1);
  }

  function afterTurn(candidates: readonly Candidate[], { agent }: Candidate): Candidate[] {
    return candidates
      .map((one) => (one.agent.id === agent.id ? { ...one, used: one.used + 1, takenAt: clock().getTime() } : one))
      .filter((one) => one.used < one.agent.capacity);
  }

  function firstFor(agent: Agent): Promise<Ticket | undefined> {
    return tickets.firstFor({ topics: topicsOf(routing, agent.skills), tier: tierOf(agent), notServedBy: agent.id });
  }

  /** The agent who had this customer before, if he can have him again. Who gave this very ticket back is not asked twice. */
  async function stickyOf(ticket: Ticket, candidates: readonly Candidate[]): Promise<Candidate | undefined> {
    if (routing.stickyHours === 0 || ticket.servedBy) return undefined;
    const last = await tickets.lastAgentOf(ticket, new Date(clock().getTime() - routing.stickyHours * hourMs));
    return candidates.find(({ agent }) => agent.id === last && takes(agent, ticket));
  }

  function takes(agent: Agent, { topic, tier }: Ticket): boolean {
    return tier <= tierOf(agent) && (topicsOf(routing, agent.skills)?.includes(topic) ?? true);
  }

  async function give({ number, epoch }: Ticket, agent: Agent): Promise<boolean> {
    const seat = await seats.take(agent.id, agent.capacity);
    if (!seat) return false;
    const set = { owner: ownerOf(agent), seat };
    const given = await tickets.change(number, { transition: 'assign', actor, epoch, set });
    if (!given.ok) await seats.giveBack(seat);
    return given.ok;
  }
}
