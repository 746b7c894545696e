import type { Agent } from '../domain/agent.ts';
import type { TicketRefusal, TicketResult } from '../domain/desk.ts';
import type { Actor } from '../domain/event.ts';
import type { Owner, Ticket } from '../domain/ticket.ts';
import { err } from '../lib/result.ts';

export function ownerOf({ id, name, employeeNumber }: Agent): Owner {
  return { id, name, employeeNumber };
}

export function actorOf(agent: Agent): Actor {
  return { kind: 'agent', id: agent.employeeNumber };
}

/** Who may act on other people's tickets. */
export function leads(agent: Agent): boolean {
  return agent.roles.includes('lead') || agent.roles.includes('administrator');
}

/** The condition that the ticket is the agent's own; a lead needs none. */
export function ownedBy(agent: Agent): { 'owner.id'?: Agent['id'] } {
  return leads(agent) ? {} : { 'owner.id': agent.id };
}

/** The highest tier whose tickets come to an agent by themselves: his own, or his role's. */
export function tierOf({ tier, roles }: Pick<Agent, 'tier' | 'roles'>): number {
  if (tier !== undefined) return tier;
  if (roles.includes('lead') || roles.includes('administrator')) return 3;
  return roles.includes('senior') ? 2 : 1;
}

export function refuse<T>(refusal: TicketRefusal): TicketResult<T> {
  return err(refusal);
}

export function conflict<T>(ticket: Ticket): TicketResult<T> {
  return err({ kind: 'conflict', ticket });
}
