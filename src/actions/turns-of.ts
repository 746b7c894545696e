import type { Act, PushRecord } from '../domain/push-record.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { KeptMiss } from '../knowledge/misses-store.ts';
import type { Turn } from '../reports/deflection.ts';

/** What a push brought its customer, as far as it counts for how much the bot solves by itself. */
export function turnsOf(customer: CustomerId, { acts, seq, at }: PushRecord): Turn[] {
  return acts.flatMap((act, index) => {
    const what = turnOf(act);
    return what ? [{ id: `${customer}:${seq}:${index}`, customer, at, ...what }] : [];
  });
}

/** What a push said that no entry answered. */
export function missesOf(customer: CustomerId, { acts, seq, at, in: line }: PushRecord): KeptMiss[] {
  const text = line?.text ?? '';
  return acts.flatMap((act) => {
    if (act.kind !== 'note-miss' || text === '') return [];
    return [{ id: `${customer}:${seq}`, customer, text, at, band: act.band, candidates: act.candidates }];
  });
}

function turnOf(act: Act): Pick<Turn, 'kind' | 'topic' | 'entry'> | undefined {
  switch (act.kind) {
    case 'note-answer':
      return { kind: 'answered', topic: act.topic, entry: act.entry };
    case 'open-ticket':
      return { kind: 'person', topic: act.topic };
    case 'vote':
      return act.helped ? undefined : { kind: 'unhelpful', topic: '', entry: act.entry };
    default:
      return undefined;
  }
}
