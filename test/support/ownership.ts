import type { EventInput } from '../../src/domain/event.ts';
import type { TicketState } from '../../src/domain/ticket.ts';
import { isHeld, transitions, type Transition } from '../../src/queue/transitions.ts';

/** Somebody was told, or acted as if, a ticket were his at an epoch. */
export type Told = { readonly ticket: string; readonly epoch: number; readonly employeeNumber: string };

type Step = { readonly epoch: number; readonly state: TicketState; readonly owner: string | undefined };

/**
 * Reads the history of ownership out of the events, and holds it against what agents were told: each epoch on record
 * once, each transition one that the table has, one owner at any epoch, and nobody else who was told that he is.
 *
 * @returns what is wrong, in words; nothing where all is well
 */
export function faultsOf(events: readonly EventInput[], told: readonly Told[] = []): string[] {
  const faults: string[] = [];
  const transitionsOf = events.filter(({ epoch }) => epoch !== undefined);
  const byTicket = new Map<string, EventInput[]>();
  for (const event of transitionsOf) {
    const ticket = String(event.ticket);
    byTicket.set(ticket, [...(byTicket.get(ticket) ?? []), event]);
  }
  const owners = new Map<string, string | undefined>();
  for (const [ticket, history] of byTicket) {
    for (const { epoch, owner } of walk(ticket, history, faults)) owners.set(`${ticket} ${epoch}`, owner);
  }
  for (const { ticket, epoch, employeeNumber } of told) {
    const owner = owners.get(`${ticket} ${epoch}`);
    if (owner === employeeNumber) continue;
    faults.push(`${ticket}: ${employeeNumber} was told he has it at epoch ${epoch}, which is ${owner ?? 'nobody'}'s`);
  }
  const twice = told.filter(
    (one, index) =>
      told.findIndex(({ ticket, epoch }) => ticket === one.ticket && epoch === one.epoch) !== index &&
      told.find(({ ticket, epoch }) => ticket === one.ticket && epoch === one.epoch)?.employeeNumber !==
        one.employeeNumber,
  );
  return [...faults, ...twice.map(({ ticket, epoch }) => `${ticket}: two were told they have it at epoch ${epoch}`)];
}

function walk(ticket: string, history: readonly EventInput[], faults: string[]): Step[] {
  const steps: Step[] = [];
  const ordered = [...history].sort((a, b) => (a.epoch ?? 0) - (b.epoch ?? 0));
  for (const [index, { kind, epoch = 0, codes = [] }] of ordered.entries()) {
    if (epoch !== index + 1) faults.push(`${ticket}: epoch ${epoch} stands where ${index + 1} should`);
    const name = kind.replace('ticket.', '');
    const before = steps.at(-1);
    if (name === 'queued') {
      if (before) faults.push(`${ticket}: queued twice`);
      steps.push({ epoch, state: 'queued', owner: undefined });
      continue;
    }
    const { from, to } = transitions[name as Transition];
    if (!before || !(from as readonly string[]).includes(before.state))
      faults.push(`${ticket}: ${name} from ${before?.state ?? 'nothing'}`);
    const named = codes.find((code) => code.startsWith('owner:'))?.slice('owner:'.length);
    if (isHeld(to) && !named && !before?.owner) faults.push(`${ticket}: ${name} leaves it with nobody`);
    steps.push({ epoch, state: to, owner: to === 'queued' ? undefined : (named ?? before?.owner) });
  }
  return steps;
}
