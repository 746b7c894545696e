import type { Customers } from '../customers/customers-store.ts';
import type { Customer } from '../domain/customer.ts';
import type { OpenId } from '../domain/ids.ts';
import type { PushRecord } from '../domain/push-record.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';
import { withoutTaps } from '../lib/tappable.ts';
import type { NewLine, Transcripts } from '../queue/transcripts-store.ts';
import type { ApplyAct } from './apply-act.ts';

type Stored = { readonly customer: Customer; readonly push: PushRecord };

export type SettleDeps = {
  readonly customers: Pick<Customers, 'settle' | 'unsettled'>;
  readonly transcripts: Pick<Transcripts, 'add'>;
  readonly applyAct: ApplyAct;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

const mostAtOnce = 256;
const sweepMs = 5000;

/**
 * Brings what is stored with the customers to where it belongs: lines to the transcript in bulk, acts to the features.
 * It works from the store's own record, so a sweeper finishes whatever a crash left.
 */
export function createSettle({ customers, transcripts, applyAct, clock, onError }: SettleDeps) {
  let waiting: Stored[] = [];
  let working: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  // How far this process has taken each customer on; the store's own mark lags behind by a write.
  const taken = createBoundedMap<OpenId, number>(10_000);

  /** A push was stored: its lines and acts follow at once, behind the answer, with those that another process left. */
  function onStored(customer: Customer): void {
    const from = Math.max(customer.settled, taken.get(customer.openId) ?? 0);
    for (const push of customer.pushes) if (push.seq > from) waiting.push({ customer, push });
    taken.set(customer.openId, customer.seq);
    working ??= drain().finally(() => {
      working = undefined;
    });
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      try {
        await settle(batch);
      } catch (error) {
        leave(batch);
        onError(error);
      }
    }
  }

  /** What failed must not be overtaken by what came later: the sweeper takes these customers up again, in order. */
  function leave(batch: readonly Stored[]): void {
    const left = new Set(batch.map(({ customer }) => customer.openId));
    waiting = waiting.filter(({ customer }) => !left.has(customer.openId));
    for (const openId of left) taken.delete(openId);
  }

  async function settle(batch: readonly Stored[]): Promise<void> {
    await transcripts.add(batch.flatMap(linesOf));
    const done: { openId: OpenId; seq: number; version: number }[] = [];
    for (const { customer, push } of batch) {
      for (const [index, act] of push.acts.entries()) await applyAct(act, { customer, push, index });
      done.push({ openId: customer.openId, seq: push.seq + 1, version: customer.version });
    }
    await customers.settle(done);
  }

  /** Finishes what was stored a while ago and never settled. @returns how many pushes */
  async function sweep(): Promise<number> {
    const left = await customers.unsettled(new Date(clock().getTime() - sweepMs), 100);
    const batch = left.flatMap((customer) =>
      customer.pushes.filter((push) => push.seq > customer.settled).map((push) => ({ customer, push })),
    );
    await settle(batch);
    // Nothing was open: only the mark was left behind.
    if (batch.length < left.length) {
      await customers.settle(left.map(({ openId, settled, version }) => ({ openId, seq: settled, version })));
    }
    return batch.length;
  }

  function start(): void {
    timer = setInterval(() => void sweep().catch(onError), sweepMs);
    timer.unref();
  }

  /** Resolves when everything that was stored here is settled. */
  async function stop(): Promise<void> {
    clearInterval(timer);
    await working;
  }

  return { onStored, sweep, start, stop };
}

function linesOf({ customer, push }: Stored): NewLine[] {
  const { customer: id, ticket } = customer;
  const about = { customer: id, at: push.at, ...(ticket && { ticket }) };
  const said = push.in
    ? [{ ...about, id: `${id}:${push.seq}`, seq: push.seq, from: 'customer' as const, ...push.in }]
    : [];
  const own = push.own ?? (push.reply.kind === 'text' ? push.reply.text : '');
  if (own === '') return said;
  const answered = {
    ...about,
    id: `${id}:${push.seq + 1}`,
    seq: push.seq + 1,
    from: 'bot' as const,
    kind: 'text',
    text: push.shown ?? withoutTaps(own),
  };
  return [...said, answered];
}
