import type { Connection } from 'mongoose';
import type { Clock } from '../../lib/clock.ts';
import { modelOf } from '../schema.ts';
import { createAnchors } from './anchors-store.ts';
import type { EventDocument } from './chain.ts';
import { createChains } from './chains-store.ts';
import { eventsSpec } from './events.ts';
import type { AuditInput } from './verify-audit.ts';

/** The whole record as the store has it. What pins the events is read before them: they may go on meanwhile. */
export async function readAudit(deps: { connection: Connection; clock: Clock }): Promise<AuditInput> {
  const events = modelOf<EventDocument>(deps.connection, eventsSpec);
  const anchors = await createAnchors(deps).all();
  const heads = await createChains(deps).all();
  return { anchors, heads, events: events.find({}).sort({ chain: 1, seq: 1 }).lean().cursor({ batchSize: 1000 }) };
}
