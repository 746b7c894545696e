import type { Connection } from 'mongoose';
import { createKnowledgeActs } from '../actions/knowledge-acts.ts';
import type { EventInput } from '../domain/event.ts';
import { createFaultWatch, type FaultAlarm } from '../knowledge/fault-watch-store.ts';
import { createMisses } from '../knowledge/misses-store.ts';
import { createVotes } from '../knowledge/votes-store.ts';
import type { Clock } from '../lib/clock.ts';

type LessonsDeps = {
  readonly connection: Connection;
  readonly settings: { readonly missDays: number; readonly faultAlarm: FaultAlarm };
  readonly record: (event: EventInput) => Promise<void>;
  readonly take: (key: string) => Promise<boolean>;
  readonly clock: Clock;
};

/** What customers' messages teach, and where it is kept. */
export function createLessons({ connection, settings, record, take, clock }: LessonsDeps) {
  const misses = createMisses({ connection, days: settings.missDays });
  const votes = createVotes({ connection });
  const faultWatch = createFaultWatch({
    connection,
    alarm: settings.faultAlarm,
    take,
    raise: (key, customers) =>
      record({ kind: 'alarm.fault', actor: { kind: 'system', id: 'fault-watch' }, codes: [key, String(customers)] }),
    clock,
  });
  return { misses, votes, knowledgeActs: createKnowledgeActs({ misses, votes, faultWatch, record }) };
}
