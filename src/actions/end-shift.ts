import type { Agent } from '../domain/agent.ts';
import type { CarePorts, Handover, OneOfMany } from '../domain/care.ts';
import type { DeskPorts, TicketResult } from '../domain/desk.ts';
import type { Ticket } from '../domain/ticket.ts';
import { ok } from '../lib/result.ts';
import { refuse } from './refusals.ts';

export type EndShiftDeps = {
  /** an agent's live tickets */
  readonly liveOf: (by: Agent) => Promise<readonly Ticket[]>;
  readonly transfer: DeskPorts['transfer'];
  readonly release: DeskPorts['release'];
  readonly setDuty: (by: Agent, duty: 'off') => Promise<unknown>;
};

/** The end of a shift: every ticket goes to somebody or to the queue, each with a word on how it stands. */
export function createEndShift({ liveOf, transfer, release, setDuty }: EndShiftDeps): CarePorts['endShift'] {
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

  function hand({ number, epoch, to, note }: Handover, by: Agent): Promise<TicketResult<Ticket>> {
    return to === 'queue' ? release({ number, note, epoch }, by) : transfer({ number, to, note, epoch }, by);
  }
}
