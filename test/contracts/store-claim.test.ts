import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { lostRace, withRetry } from '../../src/store/retry.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Job = { _id: string; state: string; priority: number; queuedAt: Date; owner?: string };

let at: TestStore;
beforeAll(async () => {
  at = await openTestStore();
});
afterAll(() => at.close());

/** More callers than connections: on a busy machine one may wait longer than the store lets it. */
function waitedTooLong(error: unknown): boolean {
  return error instanceof Error && error.name === 'MongoWaitQueueTimeoutError';
}

describe('claiming from a queue', () => {
  it('gives 200 claimers at once 100 jobs, each to one, the most urgent and oldest first', async () => {
    const jobs = at.connection.collection<Job>('jobs');
    await jobs.createIndexes([{ key: { state: 1, priority: -1, queuedAt: 1 } }]);
    await jobs.insertMany(
      Array.from({ length: 100 }, (_, n) => ({
        _id: `job-${n}`,
        state: 'queued',
        priority: n % 4,
        queuedAt: new Date(n),
      })),
    );

    const claims = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        withRetry(
          () =>
            jobs.findOneAndUpdate(
              { state: 'queued' },
              { $set: { state: 'claimed', owner: `agent-${n}` } },
              { sort: { priority: -1, queuedAt: 1 }, returnDocument: 'after' },
            ),
          { attempts: 20, alsoWhen: waitedTooLong },
        ),
      ),
    );

    const won = claims.filter((claim) => claim !== null);
    expect(new Set(won.map(({ _id }) => _id)).size).toBe(100);
    expect(won).toHaveLength(100);
    expect(await jobs.countDocuments({ state: 'queued' })).toBe(0);
  });

  it('takes the most urgent first, and of these the oldest', async () => {
    const jobs = at.connection.collection<Job>('ordered');
    await jobs.createIndexes([{ key: { state: 1, priority: -1, queuedAt: 1 } }]);
    await jobs.insertMany([
      { _id: 'old', state: 'queued', priority: 1, queuedAt: new Date(1) },
      { _id: 'urgent', state: 'queued', priority: 2, queuedAt: new Date(3) },
      { _id: 'young', state: 'queued', priority: 1, queuedAt: new Date(2) },
    ]);

    const order: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      const claim = await jobs.findOneAndUpdate(
        { state: 'queued' },
        { $set: { state: 'claimed' } },
        { sort: { priority: -1, queuedAt: 1 } },
      );
      order.push(claim?._id);
    }

    expect(order).toEqual(['urgent', 'old', 'young', undefined]);
  });
});

describe('a write that fails', () => {
  it('is taken for a lost race only when the server says so', () => {
    expect(lostRace(new Error('deadlock detected'))).toBe(false);
  });
});
