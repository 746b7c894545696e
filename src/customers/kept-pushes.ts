import type { PushRecord } from '../domain/push-record.ts';

// WeChat's own repeats come within 15 s; a copied push is refused after 300 s by its signature's age.
const keptMs = 330_000;

/**
 * The pushes that the document still needs: those not settled, and those that may be repeated.
 *
 * @param settled lines up to this one are in the transcript and their acts done
 */
export function keptPushes(pushes: readonly PushRecord[], settled: number, now: Date): readonly PushRecord[] {
  const oldest = now.getTime() - keptMs;
  return pushes.filter((push) => push.seq > settled || push.at.getTime() > oldest);
}
