import type { Connection } from 'mongoose';
import { createKnowledgeActs } from '../actions/knowledge-acts.ts';
import type { EventInput } from '../domain/event.ts';
import type { CallStaff } from '../domain/page.ts';
import { createFaultWatch, type FaultAlarm } from '../knowledge/fault-watch-store.ts';
import { createMisses } from '../knowledge/misses-store.ts';
import { createVotes } from '../knowledge/votes-store.ts';
import type { Clock } from '../lib/clock.ts';

type LessonsDeps = {
  readonly connection: Connection;
  readonly settings: { readonly missDays: number; readonly faultAlarm: FaultAlarm };
  readonly record: (event: EventInput) => Promise<void>;
  readonly callStaff: CallStaff;
  readonly clock: Clock;
};

/** What customers' messages teach, and where it is kept. */
export function createLessons({ connection, settings, record, callStaff, clock }: LessonsDeps) {
  const misses = createMisses({ connection, days: settings.missDays });
  const votes = createVotes({ connection });
  const faultWatch = createFaultWatch({ connection, alarm: settings.faultAlarm, callStaff, clock });
  return { misses, votes, knowledgeActs: createKnowledgeActs({ votes, faultWatch, record }) };
}
