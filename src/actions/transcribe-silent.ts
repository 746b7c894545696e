import type { Customers } from '../customers/customers-store.ts';
import type { TranscribedUntil } from '../customers/transcribed-until-store.ts';
import type { Clock } from '../lib/clock.ts';
import { untranscribed } from './lines-of.ts';
import type { Transcribe } from './transcribe.ts';

export type TranscribeSilentDeps = {
  readonly customers: Pick<Customers, 'lastWroteFrom'>;
  readonly transcribe: Pick<Transcribe, 'bring'>;
  readonly until: TranscribedUntil;
  readonly clock: Clock;
};

const silentMs = 10 * 60_000;
const pageSize = 200;

/**
 * Brings to the transcript what customers said to the bot who have fallen silent since. Goes on where the last look
 * ended, at whichever instance; what is brought twice is there once.
 */
export function createTranscribeSilent({ customers, transcribe, until, clock }: TranscribeSilentDeps) {
  return async ({ signal }: { readonly signal: AbortSignal }): Promise<void> => {
    const to = new Date(clock().getTime() - silentMs);
    let from = await until.get();
    for (let skip = 0; !signal.aborted;) {
      const page = await customers.lastWroteFrom({ from, to, skip, limit: pageSize });
      await transcribe.bring(page.flatMap((customer) => untranscribed(customer).map((push) => ({ customer, push }))));
      const last = page.at(-1)?.lastInAt;
      if (page.length < pageSize || !last) return until.set(to);
      // Several may have written in the page's last millisecond.
      const atLast = page.filter(({ lastInAt }) => lastInAt?.getTime() === last.getTime()).length;
      skip = atLast + (last.getTime() === from.getTime() ? skip : 0);
      from = last;
      await until.set(from);
    }
  };
}
