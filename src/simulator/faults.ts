/** How the imitated API can fail a call. */
export type Fault =
  /** a refusal, with any code */
  | { readonly kind: 'error'; readonly errcode: number; readonly errmsg: string }
  /** a gateway's page instead of JSON */
  | { readonly kind: 'page'; readonly status: number }
  /** no answer, ever */
  | { readonly kind: 'hang' }
  /** the connection is cut before anything is done */
  | { readonly kind: 'reset' }
  /** it is done, but the connection is cut before the answer: the caller can't know */
  | { readonly kind: 'lost' };

/** The faults that real callers meet most. */
export const usualFaults = {
  busy: { kind: 'error', errcode: -1, errmsg: 'system error' },
  dailyLimit: { kind: 'error', errcode: 45009, errmsg: 'reach max api daily quota limit' },
  minuteLimit: { kind: 'error', errcode: 45011, errmsg: 'api minute-quota reach limit mustslower retry next minute' },
  page: { kind: 'page', status: 502 },
  hang: { kind: 'hang' },
  reset: { kind: 'reset' },
  lost: { kind: 'lost' },
} as const satisfies Readonly<Record<string, Fault>>;

export type PlannedFault = {
  readonly path: string;
  readonly fault: Fault;
  /** calls it still fails */ readonly times: number;
};

/** Faults to come, by path (`/cgi-bin/message/custom/send`); `*` stands for every path that has none of its own. */
export function createFaults(planned: readonly PlannedFault[] = []) {
  const byPath = new Map(planned.map((one) => [one.path, one]));

  /** @param times calls to fail; all of them unless given */
  function plan(path: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
    byPath.set(path, { path, fault, times });
  }

  /** The fault of this call, which is thereby used up once. */
  function take(path: string): Fault | undefined {
    const planned = byPath.get(path) ?? byPath.get('*');
    if (!planned) return undefined;
    if (planned.times > 1) byPath.set(planned.path, { ...planned, times: planned.times - 1 });
    else byPath.delete(planned.path);
    return planned.fault;
  }

  /** @param path that one alone; all of them unless given */
  function clear(path?: string): void {
    if (path === undefined) byPath.clear();
    else byPath.delete(path);
  }

  return { plan, take, clear, list: (): PlannedFault[] => [...byPath.values()] };
}
export type Faults = ReturnType<typeof createFaults>;
