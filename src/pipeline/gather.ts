import { lettersNeeded, type Letter } from '../dialogue/form.ts';
import { lifeAtRisk, opensNow } from '../dialogue/handoff.ts';
import type { Heard, Place, Scene } from '../dialogue/scene.ts';
import type { CaseStanding } from '../domain/case.ts';
import type { FormKind } from '../domain/dialogue.ts';
import type { Customer } from '../domain/customer.ts';
import type { CustomerId, TicketNumber } from '../domain/ids.ts';
import { graver, type Priority } from '../domain/intent.ts';
import type { Ticket } from '../domain/ticket.ts';

export type GatherDeps = {
  readonly openCases: (customer: CustomerId) => Promise<readonly CaseStanding[]>;
  /** by when one that is filed at a moment is to be acknowledged */
  readonly firstDue: (form: FormKind, at: Date) => Date | undefined;
  readonly ticket: (number: TicketNumber) => Promise<Ticket | undefined>;
  readonly place: (ticket: Pick<Ticket, 'priority' | 'lifeAtRisk' | 'tier' | 'queuedAt'>) => Promise<Place>;
  readonly nextNumber: (letter: Letter) => Promise<string>;
  /** how often each indicator was confirmed to be an impostor's */
  readonly countsOf: (indicators: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly entry: Scene['entry'];
};

export type Gathered = Pick<Scene, 'place' | 'numbers' | 'cases' | 'ticket'> & {
  readonly confirmed: ReadonlyMap<string, number>;
};

const nowhere: Place = { ahead: 0 };
const noneConfirmed: ReadonlyMap<string, number> = new Map();

/** Reads from the store what a decision may need, and nothing where it needs nothing: most messages read nothing. */
export function createGather(deps: GatherDeps) {
  const { openCases, firstDue, ticket, place, nextNumber, countsOf, entry } = deps;

  return async (customer: Customer, heard: Heard, now: Date): Promise<Gathered> => {
    const indicators = heard.judged.flatMap(({ indicator }) => indicator ?? []);
    const live = customer.ticket === undefined ? undefined : await liveTicket(customer, customer.ticket);
    const confirmed = indicators.length === 0 ? noneConfirmed : await countsOf(indicators);
    const priority = priorityToOpen({ customer, heard, now, entry }, live);
    if (priority) {
      const waiting = { priority, ...lifeAtRisk(heard), tier: 1, queuedAt: now };
      const [ahead, number] = await Promise.all([place(waiting), nextNumber('K')]);
      return { place: ahead, confirmed, numbers: { K: number }, cases: [], ticket: live };
    }
    const letters = lettersNeeded(customer, heard, live !== undefined);
    const numbers = letters.length === 0 ? {} : await numbersFor(letters);
    const cases = asksForProgress(heard) || complains(customer, heard) ? await casesOf(customer) : [];
    const where = live?.state === 'queued' ? await place(live) : nowhere;
    return { place: where, confirmed, numbers, cases, ticket: live };
  };

  async function liveTicket(customer: Customer, number: TicketNumber): Promise<Ticket | undefined> {
    const found = (await ticket(number)) ?? justOpened(customer, number);
    return found && found.state !== 'closed' && found.state !== 'wrapup' ? found : undefined;
  }

  async function casesOf(customer: Customer): Promise<readonly CaseStanding[]> {
    const stored = await openCases(customer.customer);
    const known = new Set(stored.map(({ number }) => number));
    return [...justFiled(customer).filter(({ number }) => !known.has(number)), ...stored];
  }

  /** A form is filed right behind the answer that told its number: until then the push says that it is there. */
  function justFiled({ pushes, settled }: Customer): CaseStanding[] {
    return pushes
      .filter(({ seq }) => seq > settled)
      .flatMap(({ acts, at }) =>
        acts.flatMap((act): CaseStanding[] => {
          const dueAt = act.kind === 'file-form' ? firstDue(act.form, at) : undefined;
          return act.kind === 'file-form' && dueAt
            ? [{ number: act.number, form: act.form, state: 'filed', dueAt }]
            : [];
        }),
      );
  }

  async function numbersFor(letters: readonly Letter[]): Promise<Scene['numbers']> {
    const numbers = await Promise.all(letters.map(async (letter) => [letter, await nextNumber(letter)] as const));
    return Object.fromEntries(numbers);
  }
}

type Asked = Pick<Scene, 'customer' | 'heard' | 'now' | 'entry'>;

/**
 * How urgent the ticket is that this message opens, if any: what follows the wish for a person does, and in an emergency
 * the wish itself.
 */
function priorityToOpen(scene: Asked, live: Ticket | undefined): Priority | undefined {
  const { dialogue } = scene.customer;
  if (live === undefined && opensNow(scene)) return 'urgent';
  return dialogue.kind === 'handoff' ? graver(dialogue.priority, scene.heard.understanding.priority) : undefined;
}

function asksForProgress({ word, understanding }: Heard): boolean {
  return word === 'progress' || (word === undefined && understanding.intent === 'progress');
}

/** Whether it matters if a complaint of his is open already. */
function complains({ dialogue }: Customer, { word, understanding }: Heard): boolean {
  return word === 'complaint' || dialogue.kind === 'addition' || understanding.intent === 'complaint';
}

/** A ticket is put in the queue right behind the answer that told its number: until then the push says what it is. */
function justOpened({ pushes, openId, customer }: Customer, number: TicketNumber): Ticket | undefined {
  for (const { acts, at } of pushes) {
    const opening = acts.find((act) => act.kind === 'open-ticket' && act.number === number);
    if (opening?.kind !== 'open-ticket') continue;
    const { kind: _kind, ...facts } = opening;
    const state = { state: 'queued', epoch: 1, move: 'ours', tier: 1, queuedAt: at, clockAt: at } as const;
    return { openId, customer, ...state, ...facts };
  }
  return undefined;
}
