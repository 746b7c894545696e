import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { EventInput } from '../domain/event.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import type { OpeningsStore } from '../identity/openings-store.ts';
import type { OutgoingVerdict, Redacted } from '../domain/safety.ts';
import type { Clock } from '../lib/clock.ts';
import { ok } from '../lib/result.ts';
import { actorOf, leads, refuse } from './refusals.ts';

export type ReleaseDeps = {
  readonly openings: Pick<OpeningsStore, 'note'>;
  readonly note: (input: { number: TicketNumber; text: string }, by: Agent) => Promise<TicketResult<TranscriptLine>>;
  readonly redact: (text: string) => Redacted;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
};

export type Release = { readonly code: string; readonly reason: string };

/** What is to go on record for a text to pass: nothing, a release, or why it does not pass. */
export function passageOf(
  verdict: OutgoingVerdict,
  reason: string | undefined,
  by: Agent,
): TicketResult<Release | undefined> {
  if (reason !== undefined && !leads(by)) return refuse({ kind: 'not_lead' });
  if (verdict.ok) return ok(undefined);
  const { code } = verdict;
  return reason === undefined ? refuse({ kind: 'blocked', code, reason: verdict.reason }) : ok({ code, reason });
}

/** Puts on record that a lead lets out what the outgoing check blocks, before it goes: who, which rule, and why. */
export function createRelease({ openings, note, redact, record, clock }: ReleaseDeps) {
  return async ({ number, customer, epoch }: Ticket, { code, reason }: Release, by: Agent): Promise<void> => {
    const masked = redact(reason).masked;
    await openings.note({ what: 'reply', of: number, by: by.employeeNumber, reason: masked, at: clock() });
    await record({
      kind: 'reply.released',
      ticket: number,
      customer,
      seenEpoch: epoch,
      actor: actorOf(by),
      codes: [code],
    });
    await note({ number, text: `放行被拦截的回复（${code}）：${masked}` }, by);
  };
}
