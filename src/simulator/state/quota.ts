import { err, ok, type Result } from '../../lib/result.ts';

/** What gives an account the right to write to a customer: the customer's message, or a tap, follow or scan. */
export type GrantReason = 'message' | 'act';

type Grant = { readonly reason: GrantReason; readonly left: number; readonly until: Date };
/** The grants that a customer's acts have given, one of each reason. */
export type Ledger = readonly Grant[];

const rules: Record<GrantReason, { count: number; forMs: number }> = {
  message: { count: 5, forMs: 48 * 60 * 60 * 1000 },
  act: { count: 3, forMs: 60 * 1000 },
};

/**
 * A customer's act renews the grant of its reason: it does not add to what was left.
 *
 * @see WeChat Official Accounts, "Customer-service messages": 5 in 48 hours, 3 in a minute
 */
export function grant(ledger: Ledger, reason: GrantReason, now: Date): Ledger {
  const { count, forMs } = rules[reason];
  return [
    ...ledger.filter((old) => old.reason !== reason),
    { reason, left: count, until: new Date(now.getTime() + forMs) },
  ];
}

/** Takes one message from the grant that ends first. 45015: no window is open; 45047: one is, but it is used up. */
export function spend(ledger: Ledger, now: Date): Result<Ledger, 45015 | 45047> {
  const open = ledger.filter((one) => one.until > now);
  if (open.length === 0) return err(45015);
  const next = open.filter((one) => one.left > 0).toSorted((a, b) => a.until.getTime() - b.until.getTime())[0];
  if (!next) return err(45047);
  return ok(open.map((one) => (one === next ? { ...one, left: one.left - 1 } : one)));
}

/** How many messages could still be sent now. */
export function leftOf(ledger: Ledger, now: Date): number {
  return ledger.filter((one) => one.until > now).reduce((sum, one) => sum + one.left, 0);
}
