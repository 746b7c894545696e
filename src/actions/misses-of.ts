import type { PushRecord } from '../domain/push-record.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { KeptMiss } from '../knowledge/misses-store.ts';

/** What a push said that no entry answered. */
export function missesOf(customer: CustomerId, { acts, seq, at, in: line }: PushRecord): KeptMiss[] {
  const text = line?.text ?? '';
  return acts.flatMap((act) => {
    if (act.kind !== 'note-miss' || text === '') return [];
    return [{ id: `${customer}:${seq}`, customer, text, at, band: act.band, candidates: act.candidates }];
  });
}
