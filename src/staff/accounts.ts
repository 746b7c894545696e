import { randomBytes } from 'node:crypto';
import type { Agent } from '../domain/agent.ts';
import { toAgentId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { LinksStore } from './links-store.ts';
import { passwordFault, type PasswordFault } from './password-rules.ts';
import type { OwnPassword } from './own-password.ts';
import type { Passwords } from './passwords.ts';
import type { SecondFactor } from './second-factor.ts';
import type { SessionsStore } from './sessions-store.ts';
import type { AccountChange, StaffStore } from './staff-store.ts';

export type AccountDetails = Pick<
  Agent,
  'login' | 'name' | 'employeeNumber' | 'roles' | 'skills' | 'tier' | 'capacity'
>;

export type AccountRefusal =
  | 'not_found'
  | 'login_taken'
  | 'employee_number_taken'
  | 'link_invalid'
  | 'wrong_password'
  /** nobody could administer the desk afterwards */
  | 'last_administrator'
  | PasswordFault;

export type AccountResult<T> = Result<T, AccountRefusal>;

const firstAdministrator = {
  login: 'admin',
  name: '管理员',
  employeeNumber: '0001',
  roles: ['administrator'],
  skills: [],
  capacity: 5,
} as const satisfies AccountDetails;

/** How the first start stands: nothing to do, a password taken from the settings, or a link to print. */
export type FirstStart =
  { readonly kind: 'ready' } | { readonly kind: 'password_set' } | { readonly kind: 'link'; readonly token: string };

/** Accounts: who makes, changes and closes them, and how a password is set. */
export function createAccounts(deps: {
  readonly store: StaffStore;
  readonly sessions: SessionsStore;
  readonly links: LinksStore;
  readonly passwords: Passwords;
  readonly ownPassword: OwnPassword;
  readonly secondFactor: Pick<SecondFactor, 'follow' | 'remove'>;
  readonly clock: Clock;
}) {
  const { store, sessions, links, passwords, ownPassword, secondFactor, clock } = deps;

  function faultOf(password: string, agent: Pick<Agent, 'login' | 'name' | 'employeeNumber'>) {
    return passwordFault(password, [agent.login, agent.name, agent.employeeNumber]);
  }

  const addWith = (details: AccountDetails, passwordHash?: string) =>
    store.add(
      {
        ...details,
        id: toAgentId(randomBytes(12).toString('base64url')),
        ...(passwordHash !== undefined && { passwordHash }),
      },
      clock(),
    );

  async function create(details: AccountDetails, password: string): Promise<AccountResult<Agent>> {
    const fault = faultOf(password, details);
    if (fault) return err(fault);
    return addWith(details, await passwords.hashed(password));
  }

  async function find(login: string): Promise<Agent | undefined> {
    return (await store.byLogin(login))?.agent;
  }

  async function wouldLeaveNobody(agent: Agent, change: AccountChange): Promise<boolean> {
    const stays = change.disabled !== true && (change.roles ?? agent.roles).includes('administrator');
    if (stays || agent.disabled || !agent.roles.includes('administrator')) return false;
    const others = (await store.list()).filter(({ id, disabled }) => id !== agent.id && !disabled);
    return !others.some(({ roles }) => roles.includes('administrator'));
  }

  /** A disabled account's sign-ins end at once; a change of roles asks for a new one. */
  async function change(login: string, values: AccountChange): Promise<AccountResult<Agent>> {
    const agent = await find(login);
    if (!agent) return err('not_found');
    if (await wouldLeaveNobody(agent, values)) return err('last_administrator');
    const changed = await store.change(agent.id, values);
    if (changed && !changed.ok) return changed;
    if (values.disabled === true || values.roles !== undefined) await sessions.endAllOf(agent.id);
    if (values.disabled === true) await links.withdrawAllOf(agent.id);
    return changed ?? err('not_found');
  }

  /** Takes the old password and the second factor away. @returns the token of a one-time link to set a new one */
  async function reset(login: string): Promise<AccountResult<{ readonly token: string; readonly agent: Agent }>> {
    const agent = await find(login);
    if (!agent) return err('not_found');
    await store.clearPassword(agent.id);
    await secondFactor.remove(agent);
    await sessions.endAllOf(agent.id);
    await links.withdrawAllOf(agent.id);
    return ok({ token: await links.issue(agent.id, clock()), agent });
  }

  /** Whose one-time link this is: the page greets him before he chooses a password. */
  async function readLink(token: string): Promise<Agent | undefined> {
    const id = await links.read(token, clock());
    const agent = id && (await store.byId(id));
    return agent && !agent.disabled ? agent : undefined;
  }

  /** Sets a password by a one-time link. A password that breaks a rule does not use the link up. */
  async function setUp(token: string, password: string): Promise<AccountResult<Agent>> {
    const agent = await readLink(token);
    if (!agent) return err('link_invalid');
    const fault = faultOf(password, agent);
    if (fault) return err(fault);
    const passwordHash = await passwords.hashed(password);
    if ((await links.take(token, clock())) === undefined) return err('link_invalid');
    await store.setPassword(agent.id, passwordHash);
    await sessions.endAllOf(agent.id);
    await links.withdrawAllOf(agent.id);
    return ok(agent);
  }

  /** @param session the one that asks, which stays; all others of the account end */
  async function changePassword(
    by: { readonly agent: Agent; readonly session: string },
    words: { readonly current: string; readonly next: string },
  ): Promise<AccountResult<Agent>> {
    if (!(await ownPassword(by.agent, words.current))) return err('wrong_password');
    const fault = faultOf(words.next, by.agent);
    if (fault) return err(fault);
    const passwordHash = await passwords.hashed(words.next);
    await secondFactor.follow(by.agent, words);
    await store.setPassword(by.agent.id, passwordHash);
    await sessions.endAllOf(by.agent.id, by.session);
    return ok(by.agent);
  }

  /**
   * Sees to it that somebody can administer. Safe to call from several instances at once: each gets a link of its own,
   * and the first one used ends the others.
   *
   * @param adminPassword ADMIN_PASSWORD: the operator's own choice, not held to the rules; it is only used while there
   *   is no administrator
   */
  async function openFirst(adminPassword: string | undefined): Promise<FirstStart> {
    if (await store.hasAdministrator()) return { kind: 'ready' };
    await addWith(firstAdministrator);
    const agent = await find(firstAdministrator.login);
    if (!agent) throw new Error('The employee number of the first administrator belongs to another account');
    if (agent.disabled) return { kind: 'ready' };
    if (adminPassword === undefined) return { kind: 'link', token: await links.issue(agent.id, clock()) };
    await store.setPassword(agent.id, await passwords.hashed(adminPassword));
    return { kind: 'password_set' };
  }

  return { create, find, list: store.list, change, reset, readLink, setUp, changePassword, openFirst };
}
