import type { Grant } from '../domain/customer.ts';
import type { OpenId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { eachAlone } from '../lib/each-alone.ts';
import type { Result } from '../lib/result.ts';
import type { Outcome, OutboxEntry, SendFault } from './outbox-entry.ts';
import type { OutboxStore } from './outbox-store.ts';

/** What WeChat lets the account send: see the customers' quota ledger. */
export type Quota = {
  readonly take: (openId: OpenId, kind: OutboxEntry['kind']) => Promise<Grant['basis'] | undefined>;
  readonly giveBack: (openId: OpenId, basis: Grant['basis']) => Promise<void>;
  readonly correct: (openId: OpenId, told: 'used_up' | 'closed') => Promise<void>;
};

export type DeliveryDeps = {
  readonly store: Pick<OutboxStore, 'due' | 'claimHead' | 'settle' | 'told' | 'untold' | 'abandoned' | 'expire'>;
  readonly quota: Quota;
  readonly send: (entry: OutboxEntry) => Promise<Result<unknown, SendFault>>;
  readonly clock: Clock;
  /** told at least once for each end of an entry, also after a crash: doing it twice must change nothing */
  readonly onSettled: (entry: OutboxEntry) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** how long an entry waits for the customer to write again */
  readonly expireMs: number;
};

const pollMs = 1000;
const mostAttempts = 8;
const lanesAtOnce = 8;
const mostBlocked = 500;
const tellAgainMs = 10_000;

/** Delivers the outbox: the lanes of several customers side by side, one message of each at a time, in order. */
export function createDelivery({ store, quota, send, clock, onSettled, onError, expireMs }: DeliveryDeps) {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  let tending: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  /** Something may be due: looks now, or once more when a look is under way. */
  function nudge(): void {
    if (stopped) return;
    if (round) {
      again = true;
      return;
    }
    again = false;
    round = deliverDue()
      .catch(onError)
      .finally(() => {
        round = undefined;
        if (again) nudge();
      });
  }

  async function deliverDue(): Promise<void> {
    // Lanes whose head has not come to its time, or is another instance's: they must not keep the others from their turn.
    const blocked = new Set<OpenId>();
    while (blocked.size < mostBlocked) {
      const due = await store.due(100, [...blocked]);
      const customers = [...new Set(due.map((entry) => entry.openId))].slice(0, lanesAtOnce);
      if (customers.length === 0 || stopped) return;
      const delivered = await Promise.all(customers.map(deliverLane));
      for (const [index, openId] of customers.entries()) if (delivered[index] === 0) blocked.add(openId);
    }
  }

  async function deliverLane(openId: OpenId): Promise<number> {
    let count = 0;
    for (
      let entry = await store.claimHead(openId);
      entry;
      entry = stopped ? undefined : await store.claimHead(openId)
    ) {
      await settle(entry, await attempt(entry));
      count += 1;
    }
    return count;
  }

  /** Reserves the message first: what is not counted is not sent. */
  async function attempt(entry: OutboxEntry): Promise<Outcome> {
    const { openId } = entry;
    const taken = await quota.take(openId, entry.kind);
    if (taken === undefined) return { state: 'waiting', reason: '会话窗口内的消息条数已用完；客户下次来信时送达。' };
    const sent = await send(entry);
    if (sent.ok) return { state: 'sent' };
    const { reaction } = sent.error;
    if (reaction.kind === 'wait') await quota.correct(openId, reaction.told);
    else if (reaction.kind !== 'unknown') await quota.giveBack(openId, taken);
    return outcomeOf(entry, sent.error);
  }

  function outcomeOf(entry: OutboxEntry, { reaction, code, reason }: SendFault): Outcome {
    const facts = { code, reason };
    switch (reaction.kind) {
      case 'wait':
        return { state: 'waiting', ...facts };
      case 'fail':
        return { state: 'failed', ...facts };
      case 'unknown':
        return unanswered(entry, facts);
      case 'retry': {
        if (entry.attempts >= mostAttempts) return { state: 'dead', ...facts };
        const backoffMs = Math.min(reaction.afterMs * 2 ** (entry.attempts - 1), 600_000);
        return { state: 'queued', notBefore: new Date(clock().getTime() + backoffMs), ...facts };
      }
    }
  }

  /** custom/send takes no id of ours, so a second try may arrive twice: only a notice gets one, and it says so. */
  function unanswered(entry: OutboxEntry, facts: { code: number; reason: string }): Outcome {
    if (entry.kind === 'notice' && entry.again !== true) {
      return { state: 'queued', notBefore: clock(), again: true, ...facts };
    }
    return { state: 'unknown', ...facts };
  }

  async function settle(entry: OutboxEntry, outcome: Outcome): Promise<void> {
    if (await store.settle(entry, outcome)) await tell({ ...entry, ...outcome });
  }

  async function tell(entry: OutboxEntry): Promise<void> {
    await onSettled(entry);
    if (entry.state !== 'queued' && entry.state !== 'sent') await store.told(entry);
  }

  /** What a crash left half done, and what has waited too long. */
  async function tend(): Promise<void> {
    await each(await store.abandoned(100), (entry) =>
      settle(entry, unanswered(entry, { code: 0, reason: '发送时中断，未收到微信的答复' })),
    );
    const now = clock().getTime();
    await each(await store.expire(new Date(now - expireMs), 100), tell);
    await each(await store.untold(new Date(now - tellAgainMs), 100), tell);
  }

  /** One that fails is looked at again, and keeps none of the others from its turn. */
  function each(entries: readonly OutboxEntry[], work: (entry: OutboxEntry) => Promise<void>): Promise<void> {
    return eachAlone(entries, work).catch(onError);
  }

  function start(): void {
    timer = setInterval(() => {
      tending ??= tend()
        .catch(onError)
        .finally(() => (tending = undefined));
      nudge();
    }, pollMs);
    timer.unref();
    nudge();
  }

  /** Takes no new entry; resolves when the ones on their way have their answer. */
  async function stop(): Promise<void> {
    stopped = true;
    clearInterval(timer);
    await round;
    await tending;
  }

  /** Resolves when the look that is under way, if any, is over. */
  async function idle(): Promise<void> {
    await round;
  }

  return { nudge, tend, idle, start, stop };
}
