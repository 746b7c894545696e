import type { Agent } from '../domain/agent.ts';
import type { Offer, Owner, Ticket, TranscriptLine } from '../domain/ticket.ts';
import type { AgentJson, LineJson, TicketJson } from './shapes.ts';

const timeNames = [
  'promisedAt',
  'claimedAt',
  'firstReplyAt',
  'lastInAt',
  'lastOutAt',
  'snoozedUntil',
  'closedAt',
] as const satisfies readonly (keyof Ticket)[];

/** Only the times that there are: an absent one has no key. */
function presentTimes<Name extends string>(
  from: Readonly<Partial<Record<Name, Date>>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const entries = names.flatMap((name) => (from[name] ? [[name, from[name].toISOString()]] : []));
  return Object.fromEntries(entries) as Partial<Record<Name, string>>;
}

const wordNames = ['lifeAtRisk', 'party', 'closeCode'] as const;

/** What is shown as it is, where there is such. */
function presentWords(ticket: Ticket): Partial<Pick<Ticket, (typeof wordNames)[number]>> {
  return Object.fromEntries(wordNames.flatMap((name) => (ticket[name] === undefined ? [] : [[name, ticket[name]]])));
}

/** Field by field, so that a new field of the ticket, or its OpenID, goes nowhere by itself. */
export function presentTicket(ticket: Ticket): TicketJson {
  const { owner, survey, marks, breached } = ticket;
  return {
    number: ticket.number,
    customer: ticket.customer,
    state: ticket.state,
    epoch: ticket.epoch,
    priority: ticket.priority,
    ...presentWords(ticket),
    topic: ticket.topic,
    tier: ticket.tier,
    ...(ticket.tiers && { tiers: ticket.tiers.map(({ tier, at, by }) => ({ tier, at: at.toISOString(), by })) }),
    ...(owner && { owner: presentOwner(owner) }),
    ...(ticket.offer && { offer: presentOffer(ticket.offer) }),
    move: ticket.move,
    due: presentTimes(ticket.due ?? {}, ['claimBy', 'replyBy', 'solveBy']),
    ...(marks && { marks: { ...marks } }),
    ...(breached && { breached: [...breached] }),
    summary: ticket.summary,
    queuedAt: ticket.queuedAt.toISOString(),
    ...presentTimes(ticket, timeNames),
    ...(survey && { survey: { score: survey.score, at: survey.at.toISOString() } }),
  };
}

function presentOwner({ name, employeeNumber }: Owner) {
  return { name, employeeNumber };
}

function presentOffer({ by, at, expiresAt }: Offer) {
  return { by: presentOwner(by), at: at.toISOString(), expiresAt: expiresAt.toISOString() };
}

export function presentLine(line: TranscriptLine): LineJson {
  const { id, seq, from, kind, text, at, by, media, delivery } = line;
  return {
    id,
    seq,
    from,
    kind,
    text,
    at: at.toISOString(),
    ...(by && { by: { name: by.name, employeeNumber: by.employeeNumber } }),
    ...(media && { media: { ...media } }),
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
