import { hash, hashRaw, verify, type Options } from '@node-rs/argon2';
import { createGate } from '../lib/gate.ts';

/** argon2id (the library's default), 19 MiB, two passes: about 9 ms here. OWASP's Password Storage Cheat Sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies Options;
const costAsWritten = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;

/** as many at a time as leave the thread pool and the memory to the customers' messages */
const parallel = 2;
/** beyond this many waiting, a flood is going on: better no answer than a queue of minutes */
const mostWaiting = 100;

/** Too many passwords are being checked at once. */
export class PasswordsBusy extends Error {}

/** Hashing and checking of passwords, a few at a time. */
export function createPasswords() {
  const full = () => new PasswordsBusy('Too many passwords are being checked');
  const { pass: inLane } = createGate(parallel, { mostWaiting, full });
  // Checked in place of an account that does not exist, so that both take as long.
  let nobody: Promise<string> | undefined;

  const hashed = (password: string): Promise<string> => inLane(() => hash(password, cost));

  /** @param stored the account's hash; without one the answer is no, after the same work */
  async function matches(stored: string | undefined, password: string): Promise<boolean> {
    nobody ??= hash('nobody has this password', cost);
    const against = stored ?? (await nobody);
    const same = await inLane(() => verify(against, password));
    return same && stored !== undefined;
  }

  /** 32 bytes that only this password gives: as dear to guess as the hash. @param salt 16 bytes, base64url */
  const keyOf = (password: string, salt: string): Promise<Buffer> =>
    inLane(() => hashRaw(password, { ...cost, outputLen: 32, salt: Buffer.from(salt, 'base64url') }));

  /** Whether a hash was made at another cost and wants making anew at the next sign-in. */
  const isStale = (stored: string): boolean => !stored.startsWith(costAsWritten);

  return { hashed, matches, keyOf, isStale };
}

export type Passwords = ReturnType<typeof createPasswords>;
