import type { Agent } from '../domain/agent.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import type { Clock } from '../lib/clock.ts';
import type { Passwords } from './passwords.ts';
import type { StaffStore } from './staff-store.ts';

/**
 * Whether somebody who is signed in knows the account's password: asked before what a stolen cookie must not do.
 * Five wrong ones in a quarter of an hour, then none is looked at.
 */
export function createOwnPassword(deps: {
  readonly store: StaffStore;
  readonly passwords: Passwords;
  readonly clock: Clock;
}) {
  const { store, passwords, clock } = deps;
  const limit = createRateLimit({ max: 5, windowSeconds: 15 * 60, clock });

  return async function isOwnPassword(agent: Agent, password: string): Promise<boolean> {
    if (!limit.take(agent.id).ok) return false;
    const credentials = await store.byLogin(agent.login);
    const isRight = await passwords.matches(credentials?.passwordHash, password);
    if (isRight) limit.giveBack(agent.id);
    return isRight;
  };
}

export type OwnPassword = ReturnType<typeof createOwnPassword>;
