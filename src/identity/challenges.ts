import { createHmac, randomInt } from 'node:crypto';
import type { Agent } from '../domain/agent.ts';
import type { AgentId, CustomerId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Seal } from '../lib/seal.ts';
import type {
  Challenger,
  ChallengeEvent,
  ChallengeState,
  ChallengeStep,
  ChallengeStore,
  LiveCode,
  LiveWord,
} from './challenge.ts';

export type ChallengeDeps = {
  readonly store: ChallengeStore;
  readonly clock: Clock;
  /** for the hashes of codes; the same in every instance */
  readonly key: Buffer;
  /** for the words, which an agent has to read */
  readonly seal: Seal;
  readonly record: (event: ChallengeEvent) => Promise<void>;
  /** what words are put together from */
  readonly words: { readonly first: readonly string[]; readonly second: readonly string[] };
  /** a whole number below `limit`, from a source that can't be foreseen */
  readonly random?: (limit: number) => number;
};

/** A code is good for ten minutes; any ten minutes hold five tries. */
export const validMs = 10 * 60_000;
export const triesPerWindow = 5;
const codes = 1_000_000;

/** `notConfirmed` is the answer to everything but a live match: wrong, used, expired, revoked, another's, too many. */
export type ChallengeAnswer =
  { readonly kind: 'confirmed'; readonly by: Challenger; readonly since: Date } | { readonly kind: 'notConfirmed' };

const notConfirmed: ChallengeAnswer = { kind: 'notConfirmed' };

type Checked = { readonly isNew: boolean; readonly isLast: boolean; readonly found?: LiveCode };

/**
 * Codes and words that prove who is talking, in whatever channel. At most one code of a customer is alive, and no ten
 * minutes hold more than five tries, so that neither a window nor a code is guessed likelier than 5 in 1,000,000.
 */
export function createChallenges({ store, clock, key, seal, record, words, random = randomInt }: ChallengeDeps) {
  const hashOf = (customer: CustomerId, code: string) =>
    createHmac('sha256', key).update(`${customer}:${code}`).digest('base64url');
  const about = (customer: CustomerId) => `word:${customer}`;
  const ends = () => new Date(clock().getTime() + validMs);

  /** A code for the agent to say; it is told once and stored as a keyed hash. An earlier one of the customer ends. */
  async function issue(customer: CustomerId, by: Challenger): Promise<{ code: string; expiresAt: Date }> {
    const code = String(random(codes)).padStart(6, '0');
    const expiresAt = ends();
    const live: LiveCode = { ...by, hash: hashOf(customer, code), issuedAt: clock(), expiresAt };
    await store.change(customer, (state) => ({ next: { ...state, code: live }, value: undefined }));
    await record({ kind: 'challenge.issued', customer, ...namesOf(by) });
    return { code, expiresAt };
  }

  /**
   * What a customer is told who sent a code. A live match uses it up.
   *
   * @param push the message's key: handled again, after a crash or a lost race, it gets the same answer and no new try
   */
  async function check(customer: CustomerId, code: string, push: string): Promise<ChallengeAnswer> {
    const now = clock();
    const hash = hashOf(customer, code);
    const { isNew, isLast, found } = await store.change(customer, (state) => tried(state, { hash, push, now }));
    if (!found) {
      if (isNew) await record({ kind: isLast ? 'challenge.guessing' : 'challenge.refused', customer });
      return notConfirmed;
    }
    const { hash: _hash, issuedAt, expiresAt: _expiresAt, usedBy: _usedBy, ...by } = found;
    if (isNew) await record({ kind: 'challenge.confirmed', customer, ...namesOf(by) });
    return { kind: 'confirmed', by, since: issuedAt };
  }

  async function revoke(customer: CustomerId, by: Pick<Agent, 'id' | 'employeeNumber'>): Promise<void> {
    await store.change(customer, ({ code, ...rest }) =>
      code?.agent === by.id ? { next: rest, value: undefined } : { value: undefined },
    );
    await record({ kind: 'challenge.revoked', customer, employeeNumber: by.employeeNumber });
  }

  /** A word for the customer to keep to himself: who calls must say it. A new one replaces the old. */
  async function giveWord(customer: CustomerId): Promise<string> {
    const pick = (list: readonly string[]) => list[random(list.length)] ?? '';
    const word = `${pick(words.first)}${pick(words.second)} ${String(random(1000)).padStart(3, '0')}`;
    const live = { sealed: seal.seal(word, about(customer)), expiresAt: ends() };
    await store.change(customer, (state) => ({ next: { ...state, word: live }, value: undefined }));
    await record({ kind: 'challenge.word_given', customer });
    return word;
  }

  /** The word for the agent who named this customer; undefined where none is alive, or a colleague has read it. */
  async function wordFor(
    customer: CustomerId,
    by: Pick<Agent, 'id' | 'employeeNumber'>,
  ): Promise<{ word: string; expiresAt: Date } | undefined> {
    const now = clock();
    const live = await store.change(customer, (state) => readBy(state, by.id, now));
    const word = live && seal.open(live.sealed, about(customer));
    const kind = word === undefined ? 'challenge.word_refused' : 'challenge.word_read';
    await record({ kind, customer, employeeNumber: by.employeeNumber });
    return word === undefined || !live ? undefined : { word, expiresAt: live.expiresAt };
  }

  return { issue, check, revoke, giveWord, wordFor };
}

export type Challenges = ReturnType<typeof createChallenges>;

type Try = { readonly hash: string; readonly push: string; readonly now: Date };

function tried(state: ChallengeState, { hash, push, now }: Try): ReturnType<ChallengeStep<Checked>> {
  const recent = state.tried.filter(({ at }) => now.getTime() - at.getTime() < validMs);
  const isNew = !recent.some((one) => one.push === push);
  if (isNew && recent.length >= triesPerWindow) return { value: { isNew, isLast: false } };
  const found = liveMatch(state, { hash, push, now });
  const next: ChallengeState = {
    ...state,
    tried: isNew ? [...recent, { push, at: now }] : recent,
    ...(found && { code: { ...found, usedBy: push } }),
  };
  const value: Checked = { isNew, isLast: recent.length + 1 === triesPerWindow, ...(found && { found }) };
  return { next, value };
}

/** The code, if it is this one, alive, and not used up by another push. */
function liveMatch({ code }: ChallengeState, { hash, push, now }: Try): LiveCode | undefined {
  const isFree = code?.usedBy === undefined || code.usedBy === push;
  return code?.hash === hash && isFree && code.expiresAt > now ? code : undefined;
}

function readBy(state: ChallengeState, agent: AgentId, now: Date): ReturnType<ChallengeStep<LiveWord | undefined>> {
  const { word } = state;
  if (!word || word.expiresAt <= now || (word.readBy !== undefined && word.readBy !== agent))
    return { value: undefined };
  return { next: { ...state, word: { ...word, readBy: agent } }, value: word };
}

function namesOf({ employeeNumber, ticket }: Challenger): Pick<ChallengeEvent, 'employeeNumber' | 'ticket'> {
  return { employeeNumber, ...(ticket && { ticket }) };
}

/** 「验真 工号」: whether that agent, and no other, is who talks to the customer here. A number alone proves nothing. */
export function isServing(employeeNumber: string, owner: { readonly employeeNumber: string } | undefined): boolean {
  return owner?.employeeNumber.toLowerCase() === employeeNumber.toLowerCase();
}
