import type { Connection } from 'mongoose';
import type { Agent, Duty } from '../domain/agent.ts';
import type { Clock } from '../lib/clock.ts';
import { createAccounts } from './accounts.ts';
import { createLinksStore } from './links-store.ts';
import { createOwnPassword } from './own-password.ts';
import { createPasswords } from './passwords.ts';
import { createPresence } from './presence.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSecondFactorStore } from './second-factor-store.ts';
import { createSessionsStore } from './sessions-store.ts';
import { createSignIn } from './sign-in.ts';
import { createStaffStore } from './staff-store.ts';

/** Who calls: the agent, and the sign-in that he calls by. */
export type SignedIn = { readonly agent: Agent; readonly session: string };

/** Staff as a whole: accounts, sign-in, presence. */
export function createStaff(deps: { readonly connection: Connection; readonly clock: Clock }) {
  const { connection, clock } = deps;
  const store = createStaffStore(connection);
  const sessions = createSessionsStore(connection);
  const links = createLinksStore(connection);
  const passwords = createPasswords();
  const presence = createPresence({ store, clock });
  const secondFactor = createSecondFactor({ store: createSecondFactorStore(connection), passwords, clock });
  const ownPassword = createOwnPassword({ store, passwords, clock });
  const accounts = createAccounts({ store, sessions, links, passwords, ownPassword, secondFactor, clock });
  const { signIn } = createSignIn({ store, sessions, passwords, secondFactor, clock });

  /** Who a cookie's value belongs to, if the sign-in still holds and the account is open. */
  async function whoIs(sessionId: string): Promise<SignedIn | undefined> {
    const session = await sessions.use(sessionId, clock());
    const agent = session && (await store.byId(session.account));
    return agent && !agent.disabled ? { agent, session: session.key } : undefined;
  }

  /** Ends one sign-in; the agent may have others. */
  const endSession = (by: SignedIn): Promise<void> => sessions.end(by.session);

  async function signOut(by: SignedIn): Promise<void> {
    await endSession(by);
    await presence.left(by.agent.id);
  }

  /** 小休 and its end, and the end of a shift. */
  const setDuty = (by: Agent, duty: Duty) => store.setDuty(by.id, duty);

  /** Which of these sign-ins still hold. */
  const stillSignedIn = (keys: readonly string[]) => sessions.aliveOf(keys, clock());

  return { accounts, presence, ownPassword, secondFactor, signIn, signOut, endSession, whoIs, stillSignedIn, setDuty };
}

export type Staff = ReturnType<typeof createStaff>;
