import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import type { Logger } from '../lib/logger.ts';
import { within } from '../lib/within.ts';
import type { LateAnswers } from './late-answers.ts';
import type { LatePushes } from './late-pushes.ts';

export type InTimeDeps = {
  /** what becomes of an answer that was not ready when its connection had to be given up */
  readonly lateAnswers: LateAnswers;
  /** where a push is safe that the store has not taken in time */
  readonly latePushes: Pick<LatePushes, 'keep' | 'ended'>;
  readonly count: (outcome: 'late' | 'kept' | 'failed') => void;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  /** WeChat hangs up after 5 s */
  readonly deadlineMs?: number | undefined;
  /** so long a push is the store's alone; in the rest of the time it is put on disk beside it */
  readonly aloneMs?: number | undefined;
};

/** What can be said on a connection: the answer, that the push is safe, or nothing. */
export type Said = { readonly record: PushRecord } | 'kept' | undefined;

/** pushes remembered as not taken by the store, until they come again */
const mostRefused = 10_000;

/** Waits for a push under way to be stored, until WeChat's patience is nearly over; then sees that it is safe all the same. */
export function createInTime({
  lateAnswers,
  latePushes,
  count,
  logger,
  deadlineMs = 4500,
  aloneMs = 0.75 * deadlineMs,
}: InTimeDeps) {
  const refusedBefore = createBoundedMap<string, true>(mostRefused);

  async function inTime(push: Push, xml: string, pending: Promise<PushRecord>): Promise<Said> {
    try {
      const record = await within(pending, aloneMs);
      if (record) return { record };
    } catch (error) {
      count('failed');
      logger.error({ err: error }, 'push could not be stored');
      return refused(push, xml);
    }
    return late(push, xml, pending);
  }

  /** The first time WeChat's repeat is the better way; it sends three times at most, so that of the second on is kept. */
  async function refused(push: Push, xml: string): Promise<Said> {
    if (!refusedBefore.get(push.key)) {
      refusedBefore.set(push.key, true);
      return undefined;
    }
    const isKept = await within(latePushes.keep(push, xml), deadlineMs - aloneMs);
    void latePushes.ended(push, false);
    if (isKept !== true) return undefined;
    count('kept');
    logger.warn({ push: push.kind }, 'push refused by the store, kept on disk');
    return 'kept';
  }

  /** Time is running short: the push is put on disk, so that it can be acknowledged if the answer does not come in time. */
  async function late(push: Push, xml: string, pending: Promise<PushRecord>): Promise<Said> {
    const keeping = latePushes.keep(push, xml);
    const stored = pending.then(
      (record) => ({ record }),
      () => keeping.then(() => undefined),
    );
    const said = await within(stored, deadlineMs - aloneMs);
    if (said) {
      void latePushes.ended(push, true);
      return said;
    }
    const isKept = (await within(keeping, 0)) === true;
    count('late');
    void lateAnswers.givenUp(push, pending, !isKept).then((done) => latePushes.ended(push, done));
    if (!isKept) {
      logger.warn({ push: push.kind }, 'push not stored in time, left for its repeat');
      return undefined;
    }
    count('kept');
    logger.warn({ push: push.kind }, 'push not stored in time, kept on disk');
    return 'kept';
  }

  return inTime;
}
