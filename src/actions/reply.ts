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
import { blanksOf } from '../lib/blanks.ts';
import { createCheckInTurn } from './check-in-turn.ts';
import { actorOf, conflict, refuse } from './refusals.ts';
import { passageOf, type Release } from './release.ts';

export type ReplyDeps = {
  readonly tickets: Tickets;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add' | 'find' | 'last'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly check: (text: string) => OutgoingVerdict;
  readonly noteRelease: (ticket: Ticket, release: Release, by: Agent) => Promise<void>;
  readonly say: Say;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
  /** how long a reply can be taken back before it leaves */
  readonly holdMs: number;
  readonly clock: Clock;
};

type Words = { readonly id: string; readonly text: string; readonly by: Agent; readonly first: boolean };
type Replied = { message: TranscriptLine; epoch: number };

/** An agent answers his customer: checked, fenced by the epoch that he saw, signed with his number, sent by the outbox. */
export function createReply(deps: ReplyDeps) {
  const { tickets, customers, transcripts, outbox, check, noteRelease, say, record, deliver, holdMs, clock } = deps;
  const checkInTurn = createCheckInTurn({ transcripts, check, clock });

  return async (
    { number, text, epoch, key = randomUUID(), release }: ReplyInput,
    by: Agent,
  ): Promise<TicketResult<Replied>> => {
    const id = `reply:${number}:${by.id}:${key}`;
    const before = await transcripts.find(id);
    if (before) return ok({ message: { ...before, delivery: { state: 'queued' } }, epoch });
    const passage = passageFor(text, release, by);
    if (!passage.ok) return passage;
    const present = await tickets.get(number);
    if (!present) return refuse({ kind: 'not_found' });
    if (present.epoch !== epoch) return conflict(present);
    const inTurn = passage.value ? passage : passageOf(await checkInTurn(present.customer, text), release, by);
    return inTurn.ok ? goOut(present, inTurn.value, { id, text, by, first: isFirst(present) }) : inTurn;
  };

  /** A lead may let out what was blocked, on any ticket; everybody else answers his own. */
  async function goOut(present: Ticket, released: Release | undefined, words: Words): Promise<TicketResult<Replied>> {
    const { by } = words;
    if (released) await noteRelease(present, released, by);
    else if (present.owner?.id !== by.id) return conflict(present);
    const answered = await answer(present, by, released ? {} : { 'owner.id': by.id });
    return answered.ok ? send(answered.value, words) : answered;
  }

  function passageFor(text: string, release: string | undefined, by: Agent): TicketResult<Release | undefined> {
    const names = blanksOf(text);
    return names.length > 0 ? refuse({ kind: 'blanks', names }) : passageOf(check(text), release, by);
  }

  async function send(ticket: Ticket, words: Words): Promise<TicketResult<Replied>> {
    const { number, customer, epoch } = ticket;
    const message = await keep(ticket, words);
    if (!message) return refuse({ kind: 'blocked', code: 'left', reason: '客户已取消关注，消息无法送达。' });
    await record({ kind: 'ticket.reply', ticket: number, customer, seenEpoch: epoch, actor: actorOf(words.by) });
    deliver();
    return ok({ message, epoch });
  }

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

  async function keep(ticket: Ticket, { id, text, by, first }: Words): Promise<TranscriptLine | undefined> {
    const customer = await customers.mutate(ticket.openId, (before) => ({ ...before, seq: before.seq + 1 }));
    if (!customer) return undefined;
    const { name, employeeNumber } = by;
    const at = ticket.lastOutAt ?? clock();
    const leavesAt = new Date(at.getTime() + holdMs);
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
        ...(index > 0 && { partOf: id }),
        openId: ticket.openId,
        kind: 'staff',
        message: { kind: 'text', text: part },
        at: new Date(at.getTime() + index),
        notBefore: leavesAt,
      });
    }
    return { ...line, delivery: { state: 'queued', leavesAt } };
  }
}

/** Whether the customer hears from this agent for the first time: then the agent says how he can be checked. */
function isFirst({ state, firstReplyAt }: Ticket): boolean {
  return state === 'assigned' || firstReplyAt === undefined;
}
