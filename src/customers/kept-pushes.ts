import type { Customer } from '../domain/customer.ts';
import { repeatableMs, type PushRecord } from '../domain/push-record.ts';

type Pushes = Pick<Customer, 'pushes' | 'settled' | 'transcribed'>;

/** The pushes that the document still needs: those not settled, those not transcribed, and those that may be repeated. */
export function keptPushes({ pushes, settled, transcribed }: Pushes, now: Date): readonly PushRecord[] {
  const [done, oldest] = [Math.min(settled, transcribed), now.getTime() - repeatableMs];
  return pushes.filter((push) => push.seq > done || push.at.getTime() > oldest);
}
