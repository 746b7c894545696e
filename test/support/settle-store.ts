import { createActTries } from '../../src/customers/act-tries-store.ts';
import { createCustomers } from '../../src/customers/customers-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createTranscripts } from '../../src/queue/transcripts-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from './store.ts';

/** A store with all that settling writes to. */
export async function openSettleStore(clock: Clock): Promise<TestStore> {
  const store = await openTestStore();
  const { connection } = store;
  createTranscripts({ connection });
  createCustomers({ connection, clock });
  createActTries({ connection, clock });
  await ensureIndexes(connection);
  return store;
}
