import type { Customers } from '../customers/customers-store.ts';
import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import type { Clock } from '../lib/clock.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';

type Parts = {
  readonly customers: Pick<Customers, 'load'>;
  readonly outbox: Pick<OutboxStore, 'add' | 'withdraw'>;
  readonly clock: Clock;
};

/** WeChat repeats a push within 5 s: after this none is to be expected. */
const lateMs = 6_000;

/** Answers that no connection could bring, by the outbox. */
export function createSendLate({ customers, outbox, clock }: Parts) {
  /** The answer to a push whose connections were gone, as a message of its own; a repeat, where one may come, is first. */
  async function sendLate({ from, key }: Push, { reply, at }: PushRecord, mayRepeat: boolean): Promise<void> {
    if (reply.kind !== 'text') return;
    const { customer } = await customers.load(from);
    const notBefore = new Date(clock().getTime() + (mayRepeat ? lateMs : 0));
    await outbox.add({ id: lateId(key), openId: from, customer, kind: 'notice', message: reply, at, notBefore });
  }

  /** Repeats have brought the answers after all. */
  const recallLate = (keys: readonly string[]): Promise<void> => outbox.withdraw(keys.map(lateId));

  return { sendLate, recallLate };
}

function lateId(key: string): string {
  return `late:${key}`;
}
