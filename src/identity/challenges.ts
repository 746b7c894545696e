import { createHmac, randomInt } from 'node:crypto';
import type { AgentId, CustomerId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Challenger, ChallengeEvent, ChallengeStore } from './challenge.ts';

type ChallengeDeps = {
  readonly store: ChallengeStore;
  readonly clock: Clock;
  /** for the hashes of codes; the same in every instance */
  readonly key: Buffer;
  readonly record: (event: ChallengeEvent) => Promise<void>;
  /** what words are put together from */
  readonly words: { readonly first: readonly string[]; readonly second: readonly string[] };
  /** a whole number below `limit`, from a source that can't be foreseen */
  readonly random?: (limit: number) => number;
};

/** A code is good for ten minutes; so long is a window of tries, too. */
export const validMs = 10 * 60_000;
export const triesPerWindow = 5;
const codes = 1_000_000;

/** `notConfirmed` is the answer to everything but a live match: wrong, used, expired, revoked, another's, too many. */
export type ChallengeAnswer =
  { readonly kind: 'confirmed'; readonly by: Challenger; readonly since: Date } | { readonly kind: 'notConfirmed' };

const notConfirmed: ChallengeAnswer = { kind: 'notConfirmed' };

/**
 * Codes and words that prove who is talking, in whatever channel. At most one code of a customer is alive, so that a
 * window of five tries guesses it with 5 in 1,000,000.
 */
export function createChallenges({ store, clock, key, record, words, random = randomInt }: ChallengeDeps) {
  const hashOf = (customer: CustomerId, code: string) =>
    createHmac('sha256', key).update(`${customer}:${code}`).digest('base64url');

  /** A code for the agent to say; it is told once and stored as a keyed hash. */
  async function issue(customer: CustomerId, by: Challenger): Promise<{ code: string; expiresAt: Date }> {
    const code = String(random(codes)).padStart(6, '0');
    const issuedAt = clock();
    const expiresAt = new Date(issuedAt.getTime() + validMs);
    await store.putCode(customer, { ...by, hash: hashOf(customer, code), issuedAt, expiresAt });
    await record({ kind: 'challenge.issued', customer, agent: by.agent });
    return { code, expiresAt };
  }

  /** What a customer is told who sent a code. A live match uses it up. */
  async function check(customer: CustomerId, code: string): Promise<ChallengeAnswer> {
    const now = clock();
    const windowStart = new Date(Math.floor(now.getTime() / validMs) * validMs);
    const tries = await store.takeTry(customer, windowStart, triesPerWindow);
    const found = tries === undefined ? undefined : await store.consumeCode(customer, hashOf(customer, code), now);
    if (!found) {
      await record({ kind: tries === triesPerWindow ? 'challenge.guessing' : 'challenge.refused', customer });
      return notConfirmed;
    }
    const { agent, name, employeeNumber, matter, issuedAt } = found;
    await record({ kind: 'challenge.confirmed', customer, agent });
    return { kind: 'confirmed', by: { agent, name, employeeNumber, matter }, since: issuedAt };
  }

  async function revoke(customer: CustomerId, agent: AgentId): Promise<void> {
    await store.dropCode(customer, agent);
    await record({ kind: 'challenge.revoked', customer, agent });
  }

  /** A word for the customer to keep to himself: who calls must say it. A new one replaces the old. */
  async function giveWord(customer: CustomerId): Promise<string> {
    const pick = (list: readonly string[]) => list[random(list.length)] ?? '';
    const word = `${pick(words.first)}${pick(words.second)} ${String(random(1000)).padStart(3, '0')}`;
    await store.putWord(customer, { word, expiresAt: new Date(clock().getTime() + validMs) });
    await record({ kind: 'challenge.word_given', customer });
    return word;
  }

  /** The word for the agent who named this customer; undefined where none is alive, or a colleague has read it. */
  async function wordFor(customer: CustomerId, agent: AgentId): Promise<string | undefined> {
    const word = await store.readWord(customer, agent, clock());
    await record({ kind: word === undefined ? 'challenge.word_refused' : 'challenge.word_read', customer, agent });
    return word;
  }

  return { issue, check, revoke, giveWord, wordFor };
}

/** 「验真 工号」: whether that agent, and no other, is who talks to the customer here. A number alone proves nothing. */
export function isServing(employeeNumber: string, owner: { readonly employeeNumber: string } | undefined): boolean {
  return owner?.employeeNumber.toLowerCase() === employeeNumber.toLowerCase();
}
