import { createHash } from 'node:crypto';
import type { Agent } from '../domain/agent.ts';
import { createRateLimit, type RateLimit, type Taken } from '../http/rate-limit.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { PasswordsBusy, type Passwords } from './passwords.ts';
import type { SessionsStore } from './sessions-store.ts';
import type { Credentials, StaffStore } from './staff-store.ts';

const minute = 60;
const hour = 60 * minute;

export type SignInRefusal =
  /** one answer for an unknown login, a wrong password, a wrong code and a disabled account */
  | { readonly kind: 'refused' }
  /** the password was right, and the account has a second factor */
  | { readonly kind: 'code_required' }
  | { readonly kind: 'too_many'; readonly retryAfterSeconds: number };

export type SignInAttempt = {
  readonly login: string;
  readonly password: string;
  readonly code?: string | undefined;
  /** the true peer */
  readonly ip: string;
};

/** The account's second factor: whether it has one, and whether a code is right (and used up now). */
export type SecondFactorCheck = {
  readonly isOn: (agent: Agent) => Promise<boolean>;
  readonly accepts: (agent: Agent, words: { code: string; password: string }) => Promise<boolean>;
};

function createLimits(clock: Clock) {
  const ofPair = createRateLimit({ max: 5, windowSeconds: 15 * minute, clock });
  const ofPeer = createRateLimit({ max: 100, windowSeconds: hour, clock });
  const ofAccount = createRateLimit({ max: 50, windowSeconds: hour, clock });

  /** What limits an attempt. An attack on the account from everywhere closes it for strangers, not for its owner. */
  function limitsOf({ login, ip }: SignInAttempt, isKnownPeer: boolean): readonly (readonly [RateLimit, string])[] {
    const name = login.toLowerCase();
    const ofPeers = [[ofPeer, ip] as const, [ofPair, `${ip} ${name}`] as const];
    return isKnownPeer ? ofPeers : [...ofPeers, [ofAccount, name]];
  }

  /** Counts an attempt before it is made, so that many at once are not more than the limit. */
  function take(attempt: SignInAttempt, isKnownPeer: boolean): Taken {
    const taken: (readonly [RateLimit, string])[] = [];
    for (const [limit, key] of limitsOf(attempt, isKnownPeer)) {
      const answer = limit.take(key);
      if (!answer.ok) {
        for (const [other, itsKey] of taken) other.giveBack(itsKey);
        return answer;
      }
      taken.push([limit, key]);
    }
    return { ok: true };
  }

  function giveBack(attempt: SignInAttempt, isKnownPeer: boolean): void {
    for (const [limit, key] of limitsOf(attempt, isKnownPeer)) limit.giveBack(key);
  }

  return { take, giveBack };
}

/** Signing in to the console. Only failures count against the limits; they are kept by each process for itself. */
export function createSignIn(deps: {
  readonly store: StaffStore;
  readonly sessions: SessionsStore;
  readonly passwords: Passwords;
  readonly secondFactor: SecondFactorCheck;
  readonly clock: Clock;
}) {
  const { store, sessions, passwords, secondFactor, clock } = deps;
  const limits = createLimits(clock);

  /** Undefined when too many passwords are being checked to check this one. */
  async function passwordIsRight(credentials: Credentials | undefined, password: string): Promise<boolean | undefined> {
    const usable = credentials?.agent.disabled === false ? credentials.passwordHash : undefined;
    try {
      return await passwords.matches(usable, password);
    } catch (error) {
      if (error instanceof PasswordsBusy) return undefined;
      throw error;
    }
  }

  async function codeFault(
    agent: Agent,
    { code, password }: SignInAttempt,
  ): Promise<'refused' | 'code_required' | undefined> {
    if (!(await secondFactor.isOn(agent))) return undefined;
    if (code === undefined) return 'code_required';
    return (await secondFactor.accepts(agent, { code, password })) ? undefined : 'refused';
  }

  async function finish(credentials: Credentials, attempt: SignInAttempt) {
    const { agent, passwordHash } = credentials;
    if (passwordHash !== undefined && passwords.isStale(passwordHash)) {
      await store.setPassword(agent.id, await passwords.hashed(attempt.password));
    }
    await store.rememberPeer(credentials, peerOf(agent, attempt.ip));
    // Whoever signs in after his shift begins another; a break lasts until he ends it.
    if (agent.duty === 'off') await store.setDuty(agent.id, 'available');
    return ok({ agent, sessionId: await sessions.open(agent.id, clock()) });
  }

  /** @returns the agent and the id for the cookie */
  async function signIn(
    attempt: SignInAttempt,
  ): Promise<Result<{ readonly agent: Agent; readonly sessionId: string }, SignInRefusal>> {
    const credentials = await store.byLogin(attempt.login);
    const isKnownPeer = credentials?.knownPeers.includes(peerOf(credentials.agent, attempt.ip)) ?? false;
    const taken = limits.take(attempt, isKnownPeer);
    if (!taken.ok) return err({ kind: 'too_many', retryAfterSeconds: taken.retryAfterSeconds });
    const isRight = await passwordIsRight(credentials, attempt.password);
    if (isRight === undefined) return err({ kind: 'too_many', retryAfterSeconds: 5 });
    if (!credentials || !isRight) return err({ kind: 'refused' });
    const fault = await codeFault(credentials.agent, attempt);
    // Asking for the code is no failure, but a wrong one is.
    if (fault !== 'refused') limits.giveBack(attempt, isKnownPeer);
    if (fault) return err({ kind: fault });
    return finish(credentials, attempt);
  }

  return { signIn };
}

function peerOf(agent: Agent, ip: string): string {
  return createHash('sha256').update(`${agent.id} ${ip}`).digest('base64url').slice(0, 22);
}
