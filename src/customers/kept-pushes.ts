import type { Customer } from '../domain/customer.ts';
import type { PushRecord } from '../domain/push-record.ts';

type Pushes = Pick<Customer, 'pushes' | 'settled' | 'transcribed'>;

// WeChat's own repeats come within 15 s; a copied push is refused after 300 s by its signature's age.
const keptMs = 330_000;

/** The pushes that the document still needs: those not settled, those not transcribed, and those that may be repeated. */
export function keptPushes({ pushes, settled, transcribed }: Pushes, now: Date): readonly PushRecord[] {
  const [done, oldest] = [Math.min(settled, transcribed), now.getTime() - keptMs];
  return pushes.filter((push) => push.seq > done || push.at.getTime() > oldest);
}
