import type { Agent } from '../domain/agent.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import type { AgentJson, LineJson, TicketJson } from './shapes.ts';

type Times = Pick<Ticket, 'claimedAt' | 'firstReplyAt' | 'lastInAt' | 'lastOutAt' | 'snoozedUntil' | 'closedAt'>;

/** Only the times that there are: an absent one has no key. */
function presentTimes(ticket: Times): Partial<Record<keyof Times, string>> {
  const { claimedAt, firstReplyAt, lastInAt, lastOutAt, snoozedUntil, closedAt } = ticket;
  const entries = Object.entries({ claimedAt, firstReplyAt, lastInAt, lastOutAt, snoozedUntil, closedAt });
  return Object.fromEntries(entries.flatMap(([name, at]) => (at ? [[name, at.toISOString()]] : [])));
}

/** Field by field, so that a new field of the ticket, or its OpenID, goes nowhere by itself. */
export function presentTicket(ticket: Ticket): TicketJson {
  const { owner, survey, closeCode } = ticket;
  return {
    number: ticket.number,
    customer: ticket.customer,
    state: ticket.state,
    epoch: ticket.epoch,
    priority: ticket.priority,
    topic: ticket.topic,
    tier: ticket.tier,
    ...(owner && { owner: { name: owner.name, employeeNumber: owner.employeeNumber } }),
    summary: ticket.summary,
    queuedAt: ticket.queuedAt.toISOString(),
    ...presentTimes(ticket),
    ...(closeCode && { closeCode }),
    ...(survey && { survey: { score: survey.score, at: survey.at.toISOString() } }),
  };
}

export function presentLine(line: TranscriptLine): LineJson {
  const { id, seq, from, kind, text, at, by, delivery } = line;
  return {
    id,
    seq,
    from,
    kind,
    text,
    at: at.toISOString(),
    ...(by && { by: { name: by.name, employeeNumber: by.employeeNumber } }),
    ...(delivery && { delivery: presentDelivery(delivery) }),
  };
}

function presentDelivery({ state, reason, leavesAt }: NonNullable<TranscriptLine['delivery']>): LineJson['delivery'] {
  return { state, ...(reason !== undefined && { reason }), ...(leavesAt && { leavesAt: leavesAt.toISOString() }) };
}

export function presentAgent(agent: Agent): AgentJson {
  const { login, name, employeeNumber, tier, capacity, disabled, duty } = agent;
  const lists = { roles: [...agent.roles], skills: [...agent.skills] };
  return { login, name, employeeNumber, ...lists, ...(tier !== undefined && { tier }), capacity, disabled, duty };
}
