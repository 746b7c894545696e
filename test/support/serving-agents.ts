import { setTimeout as sleep } from 'node:timers/promises';
import { quietly } from './campaign.ts';
import { callerAt, type Answer, type Caller } from './desk.ts';
import type { Told } from './ownership.ts';
import type { Random } from './random.ts';

/** An agent at the desk of one instance, as long as that lives. */
export type Serving = {
  readonly employeeNumber: string;
  readonly cookie: string;
  /** where he works now */
  readonly base: () => string;
};

/** What agents were told while they worked: who has which ticket, and how often somebody else was faster. */
export type Log = { readonly told: Told[]; beaten: number };

type Work = {
  readonly log: Log;
  readonly going: () => boolean;
  readonly random: Random;
  readonly colleagues: readonly string[];
};
type TicketJson = { readonly number: string; readonly epoch: number; readonly owner?: { employeeNumber: string } };

const enough = 3;

/** Takes, answers, gives away and puts back tickets, until the run is over; notes what he is told. */
export async function keepServing(agent: Serving, work: Work): Promise<void> {
  while (work.going()) {
    const desk = callerAt(agent.base(), agent.cookie);
    // An instance that dies takes the call with it: what came of it is in the record, not here.
    await quietly(() => oneStep(desk, agent, work));
    await sleep(work.random.below(40));
  }
}

async function oneStep(desk: Caller, agent: Serving, { log, random, colleagues }: Work): Promise<void> {
  const mine = await listed(desk, 'mine=true');
  const ticket = mine[random.below(mine.length)];
  if (mine.length < enough || !ticket) return take(desk, log, random);
  const path = `/api/desk/tickets/${ticket.number}`;
  const { epoch } = ticket;
  const dice = random.below(10);
  if (dice < 6) {
    const answer = await desk.post(`${path}/reply`, { text: '正在为您查看', epoch });
    if (answer.status === 202) {
      const { employeeNumber } = agent;
      log.told.push({ ticket: ticket.number, epoch: answer.body.epoch as number, employeeNumber });
    }
  } else if (dice < 8) note(await desk.post(`${path}/release`, { epoch }), log);
  else note(await desk.post(`${path}/transfer`, { to: random.pick([...colleagues]), epoch }), log);
}

/** The first of the queue by its number, as everybody else sees it too, or whatever is next. */
async function take(desk: Caller, log: Log, random: Random): Promise<void> {
  const [first] = random.below(2) === 0 ? await listed(desk, 'state=queued') : [];
  note(await desk.post(first ? `/api/desk/tickets/${first.number}/claim` : '/api/desk/tickets/next'), log);
}

export async function listed(desk: Caller, query: string): Promise<readonly TicketJson[]> {
  const { body } = await desk.get(`/api/desk/tickets?${query}&limit=200`);
  return (body.tickets ?? []) as TicketJson[];
}

function note({ status, body }: Answer, log: Log): void {
  const { number, epoch, owner } = body as unknown as TicketJson;
  if (status === 200 && owner) log.told.push({ ticket: number, epoch, employeeNumber: owner.employeeNumber });
  if (status === 409 && owner) log.beaten += 1;
}
