import type { Act, PushRecord } from '../domain/push-record.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { Turn } from '../reports/deflection.ts';

/** What a push brought its customer, as far as it counts for how much the bot solves by itself. */
export function turnsOf(customer: CustomerId, { acts, seq, at }: PushRecord): Turn[] {
  return acts.flatMap((act, index) => {
    const what = turnOf(act);
    return what ? [{ id: `${customer}:${seq}:${index}`, customer, at, ...what }] : [];
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
