import { toRecordNumber, type CustomerId, type RecordNumber } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { MediaTerms, OverdueMedia } from '../media/media-terms-store.ts';
import type { Cases } from '../queue/cases-store.ts';

export type ExpireMediaDeps = {
  readonly terms: MediaTerms;
  readonly cases: Pick<Cases, 'get'>;
  /** those of these customers whom a legal hold keeps */
  readonly heldOf: (by: 'customer', ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
};

const dayMs = 24 * 3_600_000;
const atOnce = 100;

/**
 * Customers' files go soon, but for those under a legal hold and the evidence of open cases: these go a day after the
 * last of their cases was closed.
 */
export function createExpireMedia({ terms, cases, heldOf, clock }: ExpireMediaDeps) {
  const aDayFromNow = () => new Date(clock().getTime() + dayMs);

  /** A case is closed: what it held has a day left. */
  async function releaseEvidence(customer: CustomerId, number: RecordNumber): Promise<void> {
    await terms.release(customer, number, aDayFromNow());
  }

  /** @returns how many files went */
  async function expireMedia({ signal }: { readonly signal: AbortSignal }): Promise<number> {
    let gone = 0;
    for (let some = await terms.overdue(atOnce); some.length > 0; some = await terms.overdue(atOnce)) {
      const held = await heldOf(
        'customer',
        some.map(({ customer }) => customer),
      );
      for (const one of some) gone += (await letGo(one, held)) ? 1 : 0;
      if (signal.aborted) break;
    }
    return gone;
  }

  async function letGo({ id, customer, cases: numbers }: OverdueMedia, held: ReadonlySet<string>): Promise<boolean> {
    const isEvidence = await closeReleases(customer, numbers);
    if (!isEvidence && !held.has(customer) && (await terms.expire(id))) return true;
    await terms.extend(id, aDayFromNow());
    return false;
  }

  /** Lets go what a crash left with a closed case. @returns whether an open one still holds */
  async function closeReleases(customer: CustomerId, numbers: readonly string[]): Promise<boolean> {
    let isHeld = false;
    for (const number of numbers) {
      const known = toRecordNumber(number);
      const found = known && (await cases.get(known));
      if (found && found.state !== 'closed') isHeld = true;
      else if (known) await terms.release(customer, known, clock());
    }
    return isHeld;
  }

  return { releaseEvidence, expireMedia };
}
