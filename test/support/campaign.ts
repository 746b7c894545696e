import { setTimeout as sleep } from 'node:timers/promises';
import { callerAt, type Caller } from './desk.ts';
import { adminPassword } from './product.ts';
import { pushText } from './running-product.ts';
import type { Random } from './random.ts';

/**
 * What customers and an agent do while the product is killed under them, and what each was told: the account of it is
 * held against what is there in the end.
 */
export type Account = {
  /** each message by its mark: whether an answer of 200 came for it */
  readonly said: Map<string, { readonly openId: string; acknowledged: boolean }>;
  /** each reply by its mark: whether the desk took it */
  readonly replied: Map<string, { readonly ticket: string; acknowledged: boolean }>;
};

const letters = 'bcdfghjkmnpqrstvwxz';

let marks = 0;

/** A word that stands nowhere else, of letters only: nothing masks it, no rule knows it. */
function newMark(kind: 'm' | 'r'): string {
  let rest = marks++;
  let word = '';
  do {
    word = `${letters[rest % letters.length] ?? ''}${word}`;
    rest = Math.floor(rest / letters.length);
  } while (rest > 0);
  return `y${kind}y${word}y`;
}

export type Target = { readonly webhook: () => string; readonly desk: () => string };

export function openIdOf(customer: number): string {
  return `oSample${String(customer).padStart(21, '0')}`;
}

let nextMsgId = 1;

/** Sends as WeChat does: the same push up to three times, until 200. */
async function deliver(target: Target, openId: string, text: string): Promise<boolean> {
  const msgId = nextMsgId++;
  for (let attempt = 0; attempt < 3; attempt++) {
    if ((await pushText(target.webhook(), { openId, msgId, text })) === 200) return true;
    await sleep(250);
  }
  return false;
}

/** 转人工 and what it asks, until each customer's matter has been taken. */
export async function handOff(target: Target, customers: readonly number[]): Promise<void> {
  for (const customer of customers)
    for (const text of ['转人工', '转账没有到账，想请人看一下', '跳过', '跳过', '跳过'])
      await deliver(target, openIdOf(customer), text);
}

type Customers = { readonly customers: readonly number[]; readonly going: () => boolean; readonly random: Random };

/** One lane of customers, who write one after the other, until the run is over. */
export async function keepWriting(target: Target, account: Account, { customers, going, random }: Customers) {
  while (going()) {
    const openId = openIdOf(customers[random.below(customers.length)] ?? 0);
    const mark = newMark('m');
    const entry = { openId, acknowledged: false };
    account.said.set(mark, entry);
    entry.acknowledged = await deliver(target, openId, `还在等进展 ${mark}`);
    await sleep(random.below(30));
  }
}

/** The agent of the run, who has room for every ticket of it. */
export const sampleAgent = { login: 'li', password: 'sample battery staple 8' };

export async function makeAgent(target: Target): Promise<Caller> {
  const admin = await signIn(target, { login: 'admin', password: adminPassword });
  const details = { ...sampleAgent, name: '小李', employeeNumber: '1001', roles: ['agent'], capacity: 100 };
  const made = await admin?.post('/api/desk/staff', details);
  const agent = made?.status === 201 ? await signIn(target, sampleAgent) : undefined;
  if (!agent) throw new Error(`No agent: ${JSON.stringify(made)}`);
  return agent;
}

/** @returns undefined where nobody answers */
export async function signIn(target: Target, who: typeof sampleAgent): Promise<Caller | undefined> {
  const answer = await quietly(() => callerAt(target.desk()).post('/api/desk/sign-in', who));
  if (answer?.status !== 200) return undefined;
  return callerAt(target.desk(), answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
}

export async function quietly<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch {
    return undefined;
  }
}

type TicketAt = { number: string; epoch: number };
type Agent = { readonly cookie: string; readonly going: () => boolean };

/** The agent answers one of his tickets after the other. A restart does not sign him out. */
export async function keepReplying(target: Target, account: Account, { cookie, going }: Agent): Promise<void> {
  while (going()) {
    const agent = callerAt(target.desk(), cookie);
    const mine = await quietly(() => agent.get('/api/desk/tickets?mine=true&limit=200'));
    for (const { number, epoch } of (mine?.body.tickets ?? []) as TicketAt[]) {
      const mark = newMark('r');
      const entry = { ticket: number, acknowledged: false };
      account.replied.set(mark, entry);
      const path = `/api/desk/tickets/${number}/reply`;
      const answer = await quietly(() => agent.post(path, { text: `正在为您查看 ${mark}`, epoch }));
      entry.acknowledged = answer?.status === 202;
      if (!going() || answer === undefined) break;
    }
    await sleep(20);
  }
}
