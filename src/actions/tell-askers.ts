import type { Customers } from '../customers/customers-store.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { ChannelKind } from '../domain/registry.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { Asker, AskersStore } from '../identity/askers-store.ts';
import type { IndicatorsStore } from '../identity/indicators-store.ts';
import type { Clock } from '../lib/clock.ts';
import { eachAlone } from '../lib/each-alone.ts';
import type { Logger } from '../lib/logger.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import { renderTappable, withoutTaps } from '../lib/tappable.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { NewLine, Transcripts } from '../queue/transcripts-store.ts';
import { shortId } from './watch-list.ts';

export type TellAskersDeps = {
  readonly indicators: Pick<IndicatorsStore, 'dueToTell' | 'told'>;
  readonly askers: Pick<AskersStore, 'untold' | 'markTold'>;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  /** what an earlier asker is told, with `[[words to tap]]` */
  readonly warning: (facts: { kind: ChannelKind; at: string }) => string;
  readonly check: (text: string) => OutgoingVerdict;
  /** whether words to tap become links */
  readonly links: boolean;
  readonly deliver: () => void;
  readonly logger: Pick<Logger, 'error'>;
  readonly clock: Clock;
};

const indicatorsAtOnce = 10;
const askersAtOnce = 100;

/**
 * Tells those who asked about an indicator before staff confirmed it. Bounded: a run takes up some, the next goes on.
 * Each asker is told once, whoever tells him and however often: the outbox entry has his and the indicator's name.
 */
export function createTellAskers(deps: TellAskersDeps) {
  const { indicators, askers, outbox, warning, check, links, deliver, logger } = deps;

  async function run(): Promise<number> {
    let told = 0;
    await eachAlone(await indicators.dueToTell(indicatorsAtOnce), async ({ indicator, kind, since }) => {
      const some = await askers.untold(indicator, askersAtOnce);
      const customers: CustomerId[] = [];
      for (const asker of some) {
        if (!(await tell(asker, indicator, kind))) break;
        customers.push(asker.customer);
      }
      told += customers.length;
      await askers.markTold(indicator, customers);
      // What the check blocks is left as it is: it goes out once the text is mended.
      if (customers.length < some.length) return;
      if (some.length < askersAtOnce) await indicators.told(indicator, since);
    }).finally(() => {
      if (told > 0) deliver();
    });
    return told;
  }

  /** @returns false where the text must not go out */
  async function tell(asker: Asker, indicator: string, kind: ChannelKind): Promise<boolean> {
    const raw = warning({ kind, at: shanghaiMinute(asker.at) });
    const verdict = check(raw);
    if (!verdict.ok) {
      logger.error({ code: verdict.code }, 'the warning to earlier askers is blocked by the outgoing check');
      return false;
    }
    const text = renderTappable(raw, links);
    const id = `asker:${shortId(indicator)}:${asker.customer}`;
    const { openId, customer } = asker;
    const at = deps.clock();
    const added = await outbox.add({ id, openId, customer, kind: 'notice', message: { kind: 'text', text }, at });
    if (added) await keepLine(asker, { id, text: withoutTaps(text), at });
    return true;
  }

  /** Agents see what the customer was told. */
  async function keepLine({ openId, customer }: Asker, line: Pick<NewLine, 'id' | 'text' | 'at'>): Promise<void> {
    const changed = await deps.customers.mutate(openId, (before) => ({ ...before, seq: before.seq + 1 }));
    if (changed) await deps.transcripts.add([{ ...line, customer, seq: changed.seq, from: 'bot', kind: 'text' }]);
  }

  return run;
}
