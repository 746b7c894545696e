import type { Agent } from '../domain/agent.ts';
import type { CarePorts, Handover, OneOfMany } from '../domain/care.ts';
import type { DeskPorts, TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import { ok } from '../lib/result.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { actorOf, ownedBy, refuse } from './refusals.ts';

export type EndShiftDeps = {
  readonly tickets: Pick<Tickets, 'change'>;
  /** an agent's live tickets */
  readonly liveOf: (by: Agent) => Promise<readonly Ticket[]>;
  readonly transfer: DeskPorts['transfer'];
  readonly note: (input: { number: TicketNumber; text: string }, by: Agent) => Promise<TicketResult<TranscriptLine>>;
  readonly setDuty: (by: Agent, duty: 'off') => Promise<unknown>;
};

/** The end of a shift: every ticket goes to somebody or to the queue, each with a word on how it stands. */
export function createEndShift({ tickets, liveOf, transfer, note, setDuty }: EndShiftDeps): CarePorts['endShift'] {
  return async ({ handovers }, by) => {
    const chosen = new Set(handovers.map(({ number }) => number));
    const forgotten = (await liveOf(by)).map(({ number }) => number).filter((number) => !chosen.has(number));
    if (forgotten.length > 0) return refuse({ kind: 'tickets_left', numbers: forgotten });
    // From here on nothing new comes: what is handed over below is all that there is.
    await setDuty(by, 'off');
    const handed: OneOfMany[] = [];
    for (const handover of handovers) handed.push({ number: handover.number, result: await hand(handover, by) });
    return ok({ handed, left: (await liveOf(by)).length });
  };

  async function hand({ number, epoch, to, note: text }: Handover, by: Agent): Promise<TicketResult<Ticket>> {
    if (to !== 'queue') return transfer({ number, to, note: text, epoch }, by);
    const how = { transition: 'release', actor: actorOf(by), epoch, where: ownedBy(by) } as const;
    const released = await tickets.change(number, { ...how, unset: ['owner', 'claimedAt'], codes: ['shift_end'] });
    if (released.ok) await note({ number, text }, by);
    return released;
  }
}
