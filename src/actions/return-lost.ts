import type { AgentId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { RoutingPlan } from '../queue/plan.ts';
import type { Tickets } from '../queue/tickets-store.ts';

export type ReturnLostDeps = {
  readonly tickets: Pick<Tickets, 'change' | 'heldBy' | 'seats'>;
  /** who is at work now */
  readonly present: () => Promise<readonly { readonly id: AgentId }[]>;
  readonly routing: Pick<RoutingPlan, 'lostGraceSeconds'>;
  readonly clock: Clock;
};

const actor = { kind: 'system', id: 'queue' } as const;

/** An agent who has vanished gives his tickets back after a time of grace: a closed laptop keeps no customer waiting. */
export function createReturnLost({ tickets, present, routing, clock }: ReturnLostDeps) {
  const { seats } = tickets;
  const graceMs = routing.lostGraceSeconds * 1000;

  return async (): Promise<void> => {
    const [loads, atWork] = await Promise.all([seats.taken(), present()]);
    const here = new Set(atWork.map(({ id }) => id));
    for (const { agent, lostSince } of loads) {
      if (here.has(agent)) {
        if (lostSince) await seats.found(agent);
      } else if (!lostSince) await seats.lost(agent);
      else if (clock().getTime() - lostSince.getTime() >= graceMs) await giveBackAll(agent);
    }
  };

  /** What was offered to him has a time-out of its own. */
  async function giveBackAll(agent: AgentId): Promise<void> {
    for (const { number, epoch, offer } of await tickets.heldBy(agent)) {
      if (offer) continue;
      const where = { 'owner.id': agent };
      await tickets.change(number, { transition: 'return', actor, epoch, where, codes: ['agent_lost'] });
    }
  }
}
