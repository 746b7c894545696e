import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Agent } from '../domain/agent.ts';
import type { Clock } from '../lib/clock.ts';
import { openBytes, sealBytes } from '../lib/seal-bytes.ts';
import type { Passwords } from './passwords.ts';
import type { Factor, SecondFactorStore } from './second-factor-store.ts';

const issuer = 'Wallet Desk';
const recoveryCodes = 10;
/** RFC 6238 allows for clocks that differ: one step of 30 s to either side */
const drift = 1;

const totpOf = (agent: Agent, secret: string) =>
  new TOTP({ issuer, label: agent.login, secret: Secret.fromBase32(secret) });

const recoveryKey = (agent: Agent, code: string): string =>
  createHash('sha256')
    .update(`${agent.id} ${code.replaceAll('-', '').toUpperCase()}`)
    .digest('base64url');

function newRecoveryCode(): string {
  const { base32 } = new Secret({ size: 10 });
  return base32.replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * The second factor: codes of an authenticator app (TOTP, RFC 6238), each good once, and ten recovery codes.
 *
 * The shared secret is sealed with a key that is made of the account's password and stored nowhere: a copy of the store
 * gives no codes, and there is no further key to keep. Whoever sets a new password by a link sets up a new factor too.
 */
export function createSecondFactor(deps: {
  readonly store: SecondFactorStore;
  readonly passwords: Passwords;
  readonly clock: Clock;
}) {
  const { store, passwords, clock } = deps;

  async function sealed(secret: string, password: string) {
    const salt = randomBytes(16).toString('base64url');
    const key = await passwords.keyOf(password, salt);
    return { sealed: sealBytes(Buffer.from(secret), { key }).toString('base64url'), salt };
  }

  async function secretOf(factor: Factor, password: string): Promise<string | undefined> {
    const key = await passwords.keyOf(password, factor.salt);
    return openBytes(Buffer.from(factor.sealed, 'base64url'), { key })?.toString('utf8');
  }

  /** Whether a code is right now, and this is its first use. */
  async function spend(agent: Agent, factor: Factor, words: { code: string; password: string }): Promise<boolean> {
    const secret = await secretOf(factor, words.password);
    if (secret === undefined) return false;
    const timestamp = clock().getTime();
    const totp = totpOf(agent, secret);
    const delta = totp.validate({ token: words.code, window: drift, timestamp });
    return delta !== null && (await store.spendStep(agent.id, totp.counter({ timestamp }) + delta));
  }

  async function isOn(agent: Agent): Promise<boolean> {
    return (await store.read(agent.id))?.isOn ?? false;
  }

  /** @param words the code of the app or a recovery code, and the password, which is known to be right */
  async function accepts(agent: Agent, words: { code: string; password: string }): Promise<boolean> {
    const factor = await store.read(agent.id);
    if (!factor?.isOn) return false;
    return /^\d{6}$/.test(words.code)
      ? spend(agent, factor, words)
      : store.spendRecovery(agent.id, recoveryKey(agent, words.code));
  }

  /** A new secret for the authenticator app; nothing changes until a code of it was shown. */
  async function begin(agent: Agent, password: string): Promise<{ readonly secret: string; readonly uri: string }> {
    const secret = new Secret({ size: 20 }).base32;
    await store.begin(agent.id, await sealed(secret, password));
    return { secret, uri: totpOf(agent, secret).toString() };
  }

  /** @returns the recovery codes, to be shown once; undefined where the code is wrong or nothing was begun */
  async function confirm(
    agent: Agent,
    words: { code: string; password: string },
  ): Promise<readonly string[] | undefined> {
    const factor = await store.read(agent.id);
    if (!factor || factor.isOn || !(await spend(agent, factor, words))) return undefined;
    const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
    await store.turnOn(
      agent.id,
      codes.map((code) => recoveryKey(agent, code)),
    );
    return codes;
  }

  /** Keeps the factor when its owner changes his password. */
  async function follow(agent: Agent, words: { current: string; next: string }): Promise<void> {
    const factor = await store.read(agent.id);
    const secret = factor && (await secretOf(factor, words.current));
    if (secret !== undefined) await store.reseal(agent.id, await sealed(secret, words.next));
  }

  return { isOn, accepts, begin, confirm, follow, remove: (agent: Agent) => store.remove(agent.id) };
}

export type SecondFactor = ReturnType<typeof createSecondFactor>;
