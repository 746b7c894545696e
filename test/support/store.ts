import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectStore, type Store } from '../../src/store/connect.ts';

/** A store of this test's own: a fresh folder, or on MONGODB_URI a fresh database; gone after `close`. */
export type TestStore = {
  readonly store: Store;
  readonly connection: Store['connection'];
  readonly kind: Store['kind'];
  readonly dataDir: string;
  /** Closes and opens it again, with what it holds: as after a restart. The old connection is of no more use. */
  readonly reopen: () => Promise<TestStore>;
  readonly close: () => Promise<void>;
};

/** In the jest project `unit` the embedded store, in `mongodb` the server at MONGODB_URI. */
export async function openTestStore(): Promise<TestStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'store-test-'));
  const dbName = `test-${randomBytes(6).toString('hex')}`;
  return open(dataDir, dbName);
}

async function open(dataDir: string, dbName: string): Promise<TestStore> {
  const uri = process.env.STORE_UNDER_TEST === 'mongodb' ? process.env.MONGODB_URI : undefined;
  const store = await connectStore({
    uri,
    dataDir,
    dbName,
    onDeath(error) {
      throw error;
    },
  });
  return {
    store,
    connection: store.connection,
    kind: store.kind,
    dataDir,
    async reopen() {
      await store.close();
      return open(dataDir, dbName);
    },
    async close() {
      await store.connection.dropDatabase();
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
