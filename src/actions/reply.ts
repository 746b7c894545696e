import { randomUUID } from 'node:crypto';
import type { Customers } from '../customers/customers-store.ts';
import type { Say } from '../dialogue/say.ts';
import type { Agent } from '../domain/agent.ts';
import type { ReplyInput, TicketResult } from '../domain/desk.ts';
import type { EventInput } from '../domain/event.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import { mostTextBytes, splitText } from '../lib/bytes.ts';
import type { Clock } from '../lib/clock.ts';
import { phraseBytes, phraseSlot } from '../lib/phrase-slot.ts';
import { ok } from '../lib/result.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import { actorOf, conflict, refuse } from './refusals.ts';
import { passageOf, type Release } from './release.ts';

export type ReplyDeps = {
  readonly tickets: Tickets;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add' | 'find'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly check: (text: string) => OutgoingVerdict;
  readonly noteRelease: (ticket: Ticket, release: Release, by: Agent) => Promise<void>;
  readonly say: Say;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
  readonly clock: Clock;
};

type Replied = { message: TranscriptLine; epoch: number };

/** An agent answers his customer: checked, fenced by the epoch that he saw, signed with his number, sent by the outbox. */
export function createReply(deps: ReplyDeps) {
  const { tickets, customers, transcripts, outbox, check, noteRelease, say, record, deliver, clock } = deps;

  return async (
    { number, text, epoch, key = randomUUID(), release }: ReplyInput,
    by: Agent,
  ): Promise<TicketResult<Replied>> => {
    const id = `reply:${number}:${by.id}:${key}`;
    const before = await transcripts.find(id);
    if (before) return ok({ message: { ...before, delivery: { state: 'queued' } }, epoch });
    const passage = passageOf(check(text), release, by);
    if (!passage.ok) return passage;
    const present = await tickets.get(number);
    if (!present) return refuse({ kind: 'not_found' });
    const released = passage.value;
    if ((!released && present.owner?.id !== by.id) || present.epoch !== epoch) return conflict(present);
    if (released) await noteRelease(present, released, by);
    const answered = await answer(present, by, released ? {} : { 'owner.id': by.id });
    if (!answered.ok) return answered;
    const ticket = answered.value;
    const message = await keep(ticket, { id, text, by, first: present.state === 'assigned' });
    if (!message) return refuse({ kind: 'blocked', code: 'left', reason: '客户已取消关注，消息无法送达。' });
    await record({
      kind: 'ticket.reply',
      ticket: number,
      customer: ticket.customer,
      seenEpoch: ticket.epoch,
      actor: actorOf(by),
    });
    deliver();
    return ok({ message, epoch: ticket.epoch });
  };

  /** The first public answer is a transition; later ones only need that nothing has moved. */
  async function answer(
    present: Ticket,
    by: Agent,
    where: { 'owner.id'?: Agent['id'] },
  ): Promise<TicketResult<Ticket>> {
    const now = clock();
    if (present.state === 'assigned') {
      const set = { lastOutAt: now, ...(present.firstReplyAt === undefined && { firstReplyAt: now }) };
      return tickets.change(present.number, {
        transition: 'answer',
        actor: actorOf(by),
        epoch: present.epoch,
        where,
        set,
      });
    }
    return tickets.guard(present.number, {
      state: 'serving',
      epoch: present.epoch,
      where,
      set: { lastOutAt: now, move: 'customer' },
    });
  }

  async function keep(
    ticket: Ticket,
    { id, text, by, first }: { id: string; text: string; by: Agent; first: boolean },
  ): Promise<TranscriptLine | undefined> {
    const customer = await customers.mutate(ticket.openId, (before) => ({ ...before, seq: before.seq + 1 }));
    if (!customer) return undefined;
    const { name, employeeNumber } = by;
    const at = clock();
    const line = {
      id,
      seq: customer.seq,
      from: 'agent' as const,
      kind: 'text',
      text,
      at,
      by: { name, employeeNumber },
    };
    const about = { customer: ticket.customer, ticket: ticket.number };
    await transcripts.add([{ ...line, ...about }]);
    const signed = phraseSlot + say(first ? 'agentFirst' : 'agentNext', { name, employeeNumber, text });
    for (const [index, part] of splitText(signed, mostTextBytes - phraseBytes).entries()) {
      await outbox.add({
        ...about,
        id: index === 0 ? id : `${id}:${index}`,
        openId: ticket.openId,
        kind: 'staff',
        message: { kind: 'text', text: part },
        at: new Date(at.getTime() + index),
      });
    }
    return { ...line, delivery: { state: 'queued' } };
  }
}
