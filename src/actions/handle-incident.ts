import type { Customers } from '../customers/customers-store.ts';
import { optionsOf } from '../dialogue/render.ts';
import type { Say } from '../dialogue/say.ts';
import type { Agent } from '../domain/agent.ts';
import type { EventInput } from '../domain/event.ts';
import { toRecordNumber, type OpenId, type RecordNumber, type TicketNumber } from '../domain/ids.ts';
import type { Incident, Member } from '../domain/incident.ts';
import type { CallStaff } from '../domain/page.ts';
import type { IncidentPorts } from '../domain/record-desk.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok } from '../lib/result.ts';
import { renderTappable, withoutTaps } from '../lib/tappable.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Incidents } from '../queue/incidents-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { isLive } from '../queue/transitions.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import { actorOf } from './refusals.ts';

export type HandleIncidentDeps = {
  readonly incidents: Incidents;
  readonly tickets: Pick<Tickets, 'get' | 'change'>;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly nextNumber: () => Promise<string>;
  readonly check: (text: string) => OutgoingVerdict;
  readonly say: Say;
  readonly links: boolean;
  readonly callStaff: CallStaff;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

const batchSize = 100;
const mostListed = 50;

/** A fault that many tickets are about: one notice, one reply to all, closed together, and up again for whom it is not over. */
export function createHandleIncident(deps: HandleIncidentDeps) {
  const { incidents, tickets, customers, transcripts, outbox, check, say, record, deliver, clock } = deps;

  const openIncident: IncidentPorts['openIncident'] = async ({ title, text, topics }, by) => {
    const verdict = check(`${title}\n${text}`);
    if (!verdict.ok) return err({ kind: 'blocked', code: verdict.code, reason: verdict.reason });
    const number = toRecordNumber(await deps.nextNumber());
    if (!number) throw new Error('The counter gave no number of an incident');
    const incident: Incident = { number, title, text, topics, state: 'open', epoch: 1, at: clock(), replies: [] };
    await incidents.open(incident);
    await note('opened', incident, by);
    await deps.callStaff({
      id: `incident:${number}`,
      to: 'agents',
      kind: 'incident_opened',
      codes: [],
      ticket: number,
    });
    return ok(incident);
  };

  const joinIncident: IncidentPorts['joinIncident'] = async (number, wanted, by) => {
    const incident = await incidents.get(number);
    if (!incident) return err({ kind: 'not_found' });
    if (incident.state === 'closed') return err({ kind: 'conflict', incident });
    const joined: TicketNumber[] = [];
    for (const ticket of wanted) if (await joinOne(incident, ticket, by)) joined.push(ticket);
    return ok({ incident, joined });
  };

  async function joinOne({ number, replies }: Incident, ticket: TicketNumber, by: Agent): Promise<boolean> {
    const found = await tickets.get(ticket);
    if (!found || !isLive(found.state)) return false;
    // Who comes later hears of what comes next, not of what was said before.
    const member = { ticket, incident: number, openId: found.openId, told: replies.length };
    if (!(await incidents.join(member))) return false;
    const { customer, epoch: seenEpoch } = found;
    await record({ kind: 'ticket.incident', ticket, customer, seenEpoch, actor: actorOf(by), codes: [number] });
    return true;
  }

  const replyToIncident: IncidentPorts['replyToIncident'] = ({ number, text, epoch }, by) =>
    tellAll(number, { text, epoch, closes: false }, by);
  const closeIncident: IncidentPorts['closeIncident'] = ({ number, text, epoch }, by) =>
    tellAll(number, { text, epoch, closes: true }, by);

  async function tellAll(
    number: RecordNumber,
    { text, epoch, closes }: { text: string; epoch: number; closes: boolean },
    by: Agent,
  ): ReturnType<IncidentPorts['closeIncident']> {
    const verdict = check(text);
    if (!verdict.ok) return err({ kind: 'blocked', code: verdict.code, reason: verdict.reason });
    const reply = { text, at: clock(), by: by.employeeNumber };
    const changed = await incidents.say(number, epoch, { reply, closes });
    if (!changed) {
      const present = await incidents.get(number);
      return err(present ? { kind: 'conflict', incident: present } : { kind: 'not_found' });
    }
    await note(closes ? 'closed' : 'replied', changed, by);
    // Many customers take a while; whatever a crash leaves is told by the next round.
    void spread(changed).catch(deps.onError);
    return ok(changed);
  }

  /** Brings an incident's replies to each of its customers, in order, each once. */
  async function spread(incident: Incident): Promise<void> {
    const { number, replies } = incident;
    for (;;) {
      const left = await incidents.untold(number, replies.length, batchSize);
      for (const member of left) await tell(incident, member);
      if (left.length > 0) deliver();
      if (left.length < batchSize && left.every(({ told }) => told + 1 >= replies.length)) return;
    }
  }

  async function tell(incident: Incident, member: Member): Promise<void> {
    const reply = incident.replies[member.told];
    if (!reply) return;
    const isEnd = incident.state === 'closed' && member.told === incident.replies.length - 1;
    const ticket = await tickets.get(member.ticket);
    if (ticket && (isLive(ticket.state) || (isEnd && wasEndedWith(ticket, reply.at)))) {
      if (isEnd) await end(incident, member.ticket);
      const text = isEnd
        ? say('incidentClosed', { number: member.ticket, text: reply.text })
        : say('incidentReply', { text: reply.text });
      await send(text, { incident, member, isEnd });
    }
    await incidents.noteTold(member);
  }

  async function end({ number }: Incident, ticket: TicketNumber): Promise<void> {
    const set = { closedAt: clock(), closeCode: 'solved' as const };
    const actor = { kind: 'system', id: 'incident' } as const;
    await tickets.change(ticket, { transition: 'end', actor, set, codes: ['solved', number] });
  }

  async function send(
    text: string,
    { incident, member, isEnd }: { incident: Incident; member: Member; isEnd: boolean },
  ): Promise<void> {
    const at = clock();
    const openId = member.openId as OpenId;
    const written = await customers.mutate(openId, ({ ticket, ...rest }) => {
      const next = { ...rest, seq: rest.seq + 1 };
      if (!isEnd) return { ...next, ...(ticket && { ticket }) };
      const dialogue = { kind: 'survey', ticket: member.ticket, incident: incident.number, since: at } as const;
      return { ...next, dialogue, options: optionsOf(text) };
    });
    if (!written) return;
    // One for a customer, however often it is tried.
    const id = `incident:${incident.number}:${member.told}:${member.ticket}`;
    const about = { customer: written.customer, ticket: member.ticket, at };
    const shown = renderTappable(text, deps.links);
    await transcripts.add([{ ...about, id, seq: written.seq, from: 'system', kind: 'text', text: withoutTaps(shown) }]);
    await outbox.add({ ...about, id, openId, kind: 'notice', message: { kind: 'text', text: shown } });
  }

  /** Goes on with what a crash left untold, the newest incidents first. */
  async function tendIncidents(): Promise<void> {
    const [open, closed] = await Promise.all([
      incidents.list('open', mostListed),
      incidents.list('closed', mostListed),
    ]);
    for (const incident of [...open, ...closed]) await spread(incident);
  }

  async function note(what: string, { number, epoch }: Incident, by: Agent): Promise<void> {
    await record({ kind: `incident.${what}`, ticket: number, epoch, seenEpoch: epoch, actor: actorOf(by) });
  }

  /** Ended, and a crash came before its customer was told. */
  function wasEndedWith({ closeCode, closedAt }: Ticket, at: Date): boolean {
    return closeCode === 'solved' && closedAt !== undefined && closedAt >= at;
  }

  const ports: IncidentPorts = {
    listIncidents: async (state) => {
      const found = await incidents.list(state, mostListed);
      const sizes = await incidents.sizesOf(found.map(({ number }) => number));
      return found.map((one) => ({ ...one, tickets: sizes.get(one.number) ?? 0 }));
    },
    ...{ openIncident, joinIncident, replyToIncident, closeIncident },
  };
  return { ports, tendIncidents };
}
