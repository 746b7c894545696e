import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../../domain/event.ts';

/** SHA-256 over the event's facts in a fixed order, chained to the one before: any change, gap or swap shows. */
export function eventHash(event: Omit<RecordedEvent, 'hash' | 'id'>): string {
  const facts = [
    event.prev,
    event.chain,
    event.seq,
    event.at.getTime(),
    event.kind,
    event.ticket ?? null,
    event.customer ?? null,
    event.epoch ?? null,
    event.seenEpoch ?? null,
    event.actor.kind,
    event.actor.id,
    event.codes ?? [],
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
