import { randomUUID } from 'node:crypto';
import type { Customers } from '../customers/customers-store.ts';
import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { EventInput } from '../domain/event.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Redacted } from '../domain/safety.ts';
import type { TranscriptLine } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { ok } from '../lib/result.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import { actorOf, refuse } from './refusals.ts';

export type NoteDeps = {
  readonly tickets: Pick<Tickets, 'get'>;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add'>;
  readonly redact: (text: string) => Redacted;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
};

/** A note for colleagues, never sent. What agents copy into it is masked like what customers write. */
export function createNote({ tickets, customers, transcripts, redact, record, clock }: NoteDeps) {
  return async (
    { number, text }: { number: TicketNumber; text: string },
    by: Agent,
  ): Promise<TicketResult<TranscriptLine>> => {
    const ticket = await tickets.get(number);
    if (!ticket) return refuse({ kind: 'not_found' });
    const customer = await customers.mutate(ticket.openId, (before) => ({ ...before, seq: before.seq + 1 }));
    const { name, employeeNumber } = by;
    const line: TranscriptLine = {
      id: randomUUID(),
      seq: customer?.seq ?? 0,
      from: 'agent',
      kind: 'note',
      text: redact(text).masked,
      at: clock(),
      by: { name, employeeNumber },
    };
    await transcripts.add([{ ...line, customer: ticket.customer, ticket: number }]);
    await record({
      kind: 'ticket.note',
      ticket: number,
      customer: ticket.customer,
      seenEpoch: ticket.epoch,
      actor: actorOf(by),
    });
    return ok(line);
  };
}
