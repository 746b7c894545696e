import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventInput, RecordedEvent } from '../../src/domain/event.ts';
import { createEvents } from '../../src/store/events/events.ts';
import { eventHash } from '../../src/store/events/event-hash.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await openTestStore();
  eventsOf('first');
  await ensureIndexes(at.connection);
});
afterAll(() => at.close());

const noted = (n: number): EventInput => ({ kind: 'sample.noted', actor: { kind: 'system', id: `job-${n}` } });
const moved = (epoch: number, id: string): EventInput => ({
  kind: 'ticket.claimed',
  ticket: 'K20261122-0001' as never,
  epoch,
  actor: { kind: 'agent', id },
});

function eventsOf(chain: string) {
  return createEvents({
    connection: at.connection,
    chain,
    clock: () => new Date(),
    onError(error) {
      throw error;
    },
  });
}

type Stored = Omit<RecordedEvent, 'id'> & { _id: string };
const stored = (chain: string) => at.connection.collection<Stored>('events').find({ chain }).sort({ seq: 1 }).toArray();

/** Where a chain is broken: a number that is missing, or a hash that is not that of what stands there. */
function breaks(events: readonly Stored[]): string[] {
  return events.flatMap(({ _id, hash, ...facts }, i) =>
    facts.seq === i + 1 && facts.prev === (events[i - 1]?.hash ?? '') && eventHash(facts) === hash ? [] : [_id],
  );
}

describe('events recorded at the same moment', () => {
  it('are one chain in the order of recording, each acknowledged and told once', async () => {
    const events = eventsOf('busy');
    const told: number[] = [];
    events.subscribe(({ seq }) => told.push(seq));

    await Promise.all(Array.from({ length: 600 }, (_, n) => events.record(noted(n))));

    const found = await stored('busy');
    expect(found.map(({ actor }) => actor.id)).toEqual(Array.from({ length: 600 }, (_, n) => `job-${n}`));
    expect(breaks(found)).toEqual([]);
    expect(told).toEqual(Array.from({ length: 600 }, (_, n) => n + 1));
  });

  it('leave out a transition that is on record already, and no number for it', async () => {
    await eventsOf('other').record(moved(7, '1001'));
    const events = eventsOf('late');

    await Promise.all([events.record(noted(1)), events.record(moved(7, '1002')), events.record(noted(2))]);

    const found = await stored('late');
    expect(found.map(({ actor }) => actor.id)).toEqual(['job-1', 'job-2']);
    expect(breaks(found)).toEqual([]);
  });

  it('go on behind what an insert without an answer has stored', async () => {
    const events = eventsOf('cut');
    await events.record(noted(1));
    const [first] = await stored('cut');
    const facts = { ...noted(2), chain: 'cut', seq: 2, at: new Date(), prev: first?.hash ?? '' };
    await at.connection.collection<Stored>('events').insertOne({ _id: 'cut:2', ...facts, hash: eventHash(facts) });

    await Promise.all([events.record(noted(3)), events.record(noted(4))]);

    const found = await stored('cut');
    expect(found.map(({ actor }) => actor.id)).toEqual(['job-1', 'job-2', 'job-3', 'job-4']);
    expect(breaks(found)).toEqual([]);
  });
});
