import type { OpenId } from '../domain/ids.ts';
import type { Outgoing } from '../domain/reply.ts';
import type { DeliveryState } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import type { OutboxEntry, SendFault } from './outbox-entry.ts';
import type { OutboxStore } from './outbox-store.ts';

export type DeliveryDeps = {
  readonly store: OutboxStore;
  readonly send: (openId: OpenId, message: Outgoing) => Promise<Result<unknown, SendFault>>;
  readonly clock: Clock;
  readonly onSettled: (entry: OutboxEntry, state: DeliveryState) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

type Outcome = { state: DeliveryState; notBefore?: Date; code?: number; reason?: string };

const pollMs = 1000;
const mostAttempts = 8;
const lanesAtOnce = 8;

/** Delivers the outbox: the lanes of several customers side by side, one message of each at a time, in order. */
export function createDelivery({ store, send, clock, onSettled, onError }: DeliveryDeps) {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
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
    await giveUpAbandoned();
    for (;;) {
      const customers = [...new Set((await store.due(100)).map((entry) => entry.openId))].slice(0, lanesAtOnce);
      if (customers.length === 0 || stopped) return;
      const delivered = await Promise.all(customers.map(deliverLane));
      // Every lane is blocked by an entry whose time has not come, or is another instance's.
      if (delivered.every((count) => count === 0)) return;
    }
  }

  async function deliverLane(openId: OpenId): Promise<number> {
    let count = 0;
    for (
      let entry = await store.claimHead(openId);
      entry;
      entry = stopped ? undefined : await store.claimHead(openId)
    ) {
      await attempt(entry);
      count += 1;
    }
    return count;
  }

  async function attempt(entry: OutboxEntry): Promise<void> {
    const sent = await send(entry.openId, entry.message);
    const outcome: Outcome = sent.ok ? { state: 'sent' } : outcomeOf(entry, sent.error);
    if (await store.settle(entry, outcome)) await onSettled(entry, outcome.state);
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

  /** custom/send takes no id of ours, so a second try may arrive twice: only a notice gets one. */
  function unanswered(entry: OutboxEntry, facts: { code: number; reason: string }): Outcome {
    if (entry.kind === 'notice' && entry.attempts < 2) return { state: 'queued', notBefore: clock(), ...facts };
    return { state: 'unknown', ...facts };
  }

  async function giveUpAbandoned(): Promise<void> {
    for (const entry of await store.abandoned(100)) {
      const outcome = unanswered(entry, { code: 0, reason: '发送时中断，未收到微信的答复' });
      if (await store.settle(entry, outcome)) await onSettled(entry, outcome.state);
    }
  }

  function start(): void {
    timer = setInterval(nudge, pollMs);
    timer.unref();
    nudge();
  }

  /** Takes no new entry; resolves when the ones on their way have their answer. */
  async function stop(): Promise<void> {
    stopped = true;
    clearInterval(timer);
    await round;
  }

  return { nudge, start, stop };
}
