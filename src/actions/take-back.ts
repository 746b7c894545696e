import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { EventInput } from '../domain/event.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { TranscriptLine } from '../domain/ticket.ts';
import { ok } from '../lib/result.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import { actorOf, leads, refuse } from './refusals.ts';

export type TakeBackDeps = {
  readonly tickets: Pick<Tickets, 'get' | 'wordsTakenBack'>;
  readonly transcripts: Pick<Transcripts, 'find'>;
  readonly outbox: Pick<OutboxStore, 'takeBack'>;
  readonly record: (event: EventInput) => Promise<void>;
};

/** An agent takes a reply back before it leaves. What is on its way stays said: the customer may have read it. */
export function createTakeBack({ tickets, transcripts, outbox, record }: TakeBackDeps) {
  return async (
    { number, message }: { number: TicketNumber; message: string },
    by: Agent,
  ): Promise<TicketResult<{ message: TranscriptLine; epoch: number }>> => {
    const isHis = message.startsWith(`reply:${number}:${leads(by) ? '' : `${by.id}:`}`);
    const [ticket, line] = await Promise.all([tickets.get(number), isHis ? transcripts.find(message) : undefined]);
    if (!ticket || !line) return refuse({ kind: 'not_found' });
    if (!(await outbox.takeBack({ id: message, ticket: number }))) return refuse({ kind: 'on_its_way' });
    await tickets.wordsTakenBack(number, line.at);
    const { customer, epoch } = ticket;
    await record({ kind: 'ticket.taken_back', ticket: number, customer, seenEpoch: epoch, actor: actorOf(by) });
    return ok({ message: { ...line, delivery: { state: 'taken_back' } }, epoch });
  };
}
