import type { Clock } from '../../lib/clock.ts';

export type KfAccount = {
  /** `name@account` */
  readonly kf_account: string;
  readonly kf_nick: string;
  readonly kf_id: string;
  /** the WeChat id of whoever answers under it; '' until someone is bound */
  readonly kf_wx: string;
};
export type KfSession = { readonly openId: string; readonly account: string; readonly at: Date };

export const maxKfAccounts = 100;
const maxWaiting = 100;
/** A conversation that nobody closes ends by itself. */
const sessionMs = 30 * 60 * 1000;

/** WeChat's own customer service: its accounts, who waits, and whom it has taken over. */
export function createKf(clock: Clock) {
  const accounts = new Map<string, KfAccount>();
  const sessions = new Map<string, KfSession>();
  const waiting = new Map<string, Date>();
  let lastId = 1000;

  function put(account: string, nick: string, wx = accounts.get(account)?.kf_wx ?? ''): void {
    lastId += 1;
    const id = accounts.get(account)?.kf_id ?? String(lastId);
    accounts.set(account, { kf_account: account, kf_nick: nick, kf_id: id, kf_wx: wx });
  }

  function sessionOf(openId: string): KfSession | undefined {
    const session = sessions.get(openId);
    if (!session || clock().getTime() - session.at.getTime() < sessionMs) return session;
    sessions.delete(openId);
    return undefined;
  }

  function wait(openId: string): void {
    if (waiting.size < maxWaiting) waiting.set(openId, clock());
  }

  function take(openId: string, account: string): void {
    waiting.delete(openId);
    sessions.set(openId, { openId, account, at: clock() });
  }

  return {
    put,
    drop: (account: string): boolean => accounts.delete(account),
    get: (account: string): KfAccount | undefined => accounts.get(account),
    accounts: (): KfAccount[] => [...accounts.values()],
    sessionOf,
    wait,
    take,
    end: (openId: string): boolean => sessions.delete(openId),
    sessionsOf: (account: string): KfSession[] =>
      [...sessions.values()].filter((one) => one.account === account && sessionOf(one.openId) !== undefined),
    waiting: () => [...waiting].map(([openId, at]) => ({ openId, at })),
  };
}
export type Kf = ReturnType<typeof createKf>;
