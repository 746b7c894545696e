import { randomUUID } from 'node:crypto';
import type { Agent } from '../../src/domain/agent.ts';
import type { DeskPorts, TicketQuery, TicketRefusal, TicketSignal } from '../../src/domain/desk.ts';
import { toCustomerId, toOpenId, toTicketNumber, type TicketNumber } from '../../src/domain/ids.ts';
import type { OutgoingVerdict } from '../../src/domain/safety.ts';
import type { Ticket, TranscriptLine } from '../../src/domain/ticket.ts';
import { blanksOf } from '../../src/lib/blanks.ts';
import { err, ok } from '../../src/lib/result.ts';

type Changes = Partial<{ -readonly [Key in keyof Ticket]: Ticket[Key] }>;

export const numberOf = (index: number): TicketNumber => {
  const number = toTicketNumber(`K20261122-${String(index).padStart(4, '0')}`);
  if (!number) throw new Error('no ticket number');
  return number;
};

/** What the outgoing check says here: one sentence is enough to see it asked. */
const check = (text: string): OutgoingVerdict =>
  text.includes('验证码') ? { ok: false, code: 'asks_for_secret', reason: '不能向客户索要验证码。' } : { ok: true };

const ranks = ['urgent', 'high', 'normal', 'low'];

/**
 * The queue in memory, with the promises of the real one: one owner, an epoch that rises with each change of state and
 * with nothing else, a refusal for whoever is behind, one signal for each change.
 */
export function createMemoryPorts(options: { now?: () => Date } = {}) {
  const { now = () => new Date() } = options;
  const tickets = new Map<string, Ticket>();
  const transcripts = new Map<string, TranscriptLine[]>();
  const listeners = new Set<(signal: TicketSignal) => void>();
  const signals: TicketSignal[] = [];

  function tell(event: string, { number, epoch }: Ticket): void {
    const signal = { id: `memory:${signals.length + 1}`, event, number, epoch };
    signals.push(signal);
    for (const listener of listeners) listener(signal);
  }

  function put(changes: Changes = {}): Ticket {
    const number = changes.number ?? numberOf(tickets.size + 1);
    const ticket: Ticket = {
      number,
      openId: toOpenId(`oTestCustomer${number.slice(-4)}`) ?? ('' as never),
      customer: toCustomerId(`c-${number.slice(-4)}`),
      state: 'queued',
      epoch: 0,
      priority: 'normal',
      topic: 'transfer',
      tier: 1,
      summary: '转账没有到账',
      queuedAt: now(),
      clockAt: now(),
      move: 'ours',
      ...changes,
    };
    tickets.set(number, ticket);
    transcripts.set(number, transcripts.get(number) ?? []);
    tell('ticket.queued', ticket);
    return ticket;
  }

  function say(number: TicketNumber, line: Partial<TranscriptLine>): TranscriptLine {
    const lines = transcripts.get(number) ?? [];
    const said = {
      id: randomUUID(),
      seq: lines.length + 1,
      from: 'customer',
      kind: 'text',
      text: '',
      at: now(),
      ...line,
    } as const;
    lines.push(said);
    transcripts.set(number, lines);
    const ticket = tickets.get(number);
    if (ticket) tell('ticket.message', ticket);
    return said;
  }

  const conflict = (ticket: Ticket) => err<TicketRefusal>({ kind: 'conflict', ticket });

  /** One change of state: refused for whoever has another epoch in mind, or does not own it. */
  function change(number: TicketNumber, by: Agent, input: { epoch?: number; event: string; changes: Changes }) {
    const ticket = tickets.get(number);
    if (!ticket) return err<TicketRefusal>({ kind: 'not_found' });
    const isBehind = input.epoch !== undefined && (input.epoch !== ticket.epoch || ticket.owner?.id !== by.id);
    if (isBehind || ticket.state === 'closed') return conflict(ticket);
    const changed = { ...ticket, ...input.changes, epoch: ticket.epoch + 1 };
    tickets.set(number, changed);
    tell(input.event, changed);
    return ok(changed);
  }

  function claimNow(ticket: Ticket, by: Agent) {
    const live = [...tickets.values()].filter(({ owner, state }) => owner?.id === by.id && state !== 'closed');
    if (live.length >= by.capacity) return err<TicketRefusal>({ kind: 'full' });
    if (ticket.state !== 'queued') return conflict(ticket);
    const owner = { id: by.id, name: by.name, employeeNumber: by.employeeNumber };
    return change(ticket.number, by, {
      event: 'ticket.claimed',
      changes: { state: 'assigned', owner, claimedAt: now() },
    });
  }

  function putBack(...[number, by, epoch, changes = {}]: [TicketNumber, Agent, number, Changes?]) {
    const changed = change(number, by, { epoch, event: 'ticket.release', changes: { state: 'queued', ...changes } });
    if (!changed.ok) return changed;
    const { owner: _, ...unowned } = changed.value;
    tickets.set(number, unowned);
    return ok(unowned);
  }

  const inOrder = (): Ticket[] =>
    [...tickets.values()].sort(
      (a, b) => ranks.indexOf(a.priority) - ranks.indexOf(b.priority) || a.queuedAt.getTime() - b.queuedAt.getTime(),
    );

  function listed({ state, owner, q }: TicketQuery): Ticket[] {
    return inOrder().filter(
      (ticket) =>
        (!state || ticket.state === state) &&
        (!owner || ticket.owner?.id === owner.id) &&
        (q === undefined || ticket.number.includes(q) || ticket.summary.includes(q)),
    );
  }

  const count = (of: (ticket: Ticket) => boolean): number => [...tickets.values()].filter(of).length;
  const later = <T>(value: T): Promise<T> => new Promise((resolve) => setImmediate(() => resolve(value)));

  const ports: DeskPorts = {
    listTickets(query) {
      const all = listed(query);
      const from = query.after === undefined ? 0 : Number(query.after) || 0;
      const next = from + query.limit < all.length ? { next: String(from + query.limit) } : {};
      return later({ tickets: all.slice(from, from + query.limit), ...next });
    },
    countTickets: (by) =>
      later({
        queued: count(({ state }) => state === 'queued'),
        mine: count(({ state, owner }) => state !== 'closed' && owner?.id === by.id),
        snoozed: count(({ state }) => state === 'snoozed'),
        live: count(({ state }) => state !== 'closed'),
      }),
    readTicket(number) {
      const ticket = tickets.get(number);
      return later(ticket && { ticket, transcript: [...(transcripts.get(number) ?? [])] });
    },
    claimNext(by) {
      const head = listed({ state: 'queued', limit: 1 })[0];
      return later(head ? claimNow(head, by) : ok(undefined));
    },
    claim(number, by) {
      const ticket = tickets.get(number);
      return later(ticket ? claimNow(ticket, by) : err<TicketRefusal>({ kind: 'not_found' }));
    },
    reply({ number, text, epoch }, by) {
      const ticket = tickets.get(number);
      if (!ticket) return later(err<TicketRefusal>({ kind: 'not_found' }));
      if (ticket.epoch !== epoch || ticket.owner?.id !== by.id) return later(conflict(ticket));
      const names = blanksOf(text);
      if (names.length > 0) return later(err<TicketRefusal>({ kind: 'blanks', names }));
      const verdict = check(text);
      if (!verdict.ok) return later(err<TicketRefusal>({ ...verdict, kind: 'blocked' }));
      const { name, employeeNumber } = by;
      const message = say(number, { from: 'agent', text, by: { name, employeeNumber }, delivery: { state: 'queued' } });
      const isFirst = ticket.state === 'assigned';
      const changed = isFirst
        ? change(number, by, {
            epoch,
            event: 'ticket.serving',
            changes: { state: 'serving', firstReplyAt: now(), lastOutAt: now() },
          })
        : ok(ticket);
      return later(changed.ok ? ok({ message, epoch: changed.value.epoch }) : changed);
    },
    note({ number, text }, by) {
      if (!tickets.has(number)) return later(err<TicketRefusal>({ kind: 'not_found' }));
      const { name, employeeNumber } = by;
      return later(ok(say(number, { from: 'agent', kind: 'note', text, by: { name, employeeNumber } })));
    },
    transfer({ number, to, epoch }, by) {
      const owner = { id: by.id, name: to, employeeNumber: to };
      return later(change(number, by, { epoch, event: 'ticket.transferred', changes: { state: 'assigned', owner } }));
    },
    escalate({ number, epoch }, by) {
      const tier = (tickets.get(number)?.tier ?? 0) + 1;
      return later(putBack(number, by, epoch, { tier }));
    },
    accept: ({ number, epoch }, by) => later(change(number, by, { epoch, event: 'ticket.accept', changes: {} })),
    decline: ({ number, epoch }, by) => later(putBack(number, by, epoch)),
    release: ({ number, epoch }, by) => later(putBack(number, by, epoch)),
    wait: ({ number, party, until, epoch }, by) =>
      later(
        change(number, by, {
          epoch,
          event: 'ticket.wait',
          changes: { state: 'snoozed', move: 'third_party', party, promisedAt: until, snoozedUntil: until },
        }),
      ),
    snooze: ({ number, until, epoch }, by) =>
      later(change(number, by, { epoch, event: 'ticket.snoozed', changes: { state: 'snoozed', snoozedUntil: until } })),
    resolve: ({ number, code, epoch }, by) =>
      later(
        change(number, by, {
          epoch,
          event: 'ticket.resolved',
          changes: { state: 'closed', closeCode: code, closedAt: now() },
        }),
      ),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signalsSince(lastEventId, limit) {
      const at = signals.findIndex(({ id }) => id === lastEventId);
      return later(at < 0 ? 'too_old' : signals.slice(at + 1, at + 1 + limit));
    },
  };

  return {
    ports,
    check,
    listening: () => listeners.size,
    put,
    say,
    ticket: (number: TicketNumber) => tickets.get(number),
    tell,
  };
}

export type MemoryPorts = ReturnType<typeof createMemoryPorts>;
