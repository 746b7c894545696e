import mongoose from 'mongoose';
import { type Embedded, startEmbedded } from './start-embedded.ts';
import { joinDirect } from './direct.ts';
import { bringUpToDate } from './version.ts';

/** The store as the product holds it: one connection, whichever of the two it leads to. */
export type Store = {
  readonly connection: mongoose.Connection;
  readonly kind: 'mongodb' | 'embedded';
  /** Whether it can be read and written now. */
  readonly ready: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

export type StoreOptions = {
  /** MongoDB's address; without one the embedded store is started in `dataDir`. */
  readonly uri?: string | undefined;
  readonly dataDir: string;
  readonly dbName?: string | undefined;
  /** Told when the embedded store can't go on: nothing is stored any more, the process should end. */
  readonly onDeath: (error: Error) => void;
  readonly logger?: { readonly error: (facts: object, message: string) => void } | undefined;
};

export const defaultDatabase = 'wallet-desk';
const pingMs = 1000;

/** Waits are bounded well below the five seconds that WeChat waits for an answer. */
const bounds = {
  serverSelectionTimeoutMS: 2000,
  connectTimeoutMS: 2000,
  socketTimeoutMS: 60_000,
  waitQueueTimeoutMS: 1000,
};
const onMongoDb: mongoose.ConnectOptions = {
  ...bounds,
  retryWrites: true,
  retryReads: true,
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 3000 },
  readConcernLevel: 'majority',
  readPreference: 'primary',
  maxPoolSize: 20,
  appName: 'wallet-desk',
};
/** What is asked at the same moment shares one commit: with ten connections, fifty claimers get less than half as far. */
const onEmbedded: mongoose.ConnectOptions = {
  ...bounds,
  // It is there or the process is not: a long write of its own must not pass for a server that is gone.
  connectTimeoutMS: 30_000,
  waitQueueTimeoutMS: 10_000,
  maxPoolSize: 50,
};

/**
 * Opens the store.
 *
 * @throws StoreHeldError where another process has `dataDir` open; StoreTooNewError where a newer release wrote it; the
 *   driver's error where MongoDB is not there
 */
export async function connectStore({ uri, dataDir, dbName, onDeath, logger }: StoreOptions): Promise<Store> {
  if (uri !== undefined && uri !== '') {
    const connection = await connect(uri, {
      ...onMongoDb,
      ...((dbName ?? nameIn(uri)) ? {} : { dbName: defaultDatabase }),
      ...(dbName ? { dbName } : {}),
    });
    return opened(storeOf(connection, 'mongodb', () => Promise.resolve()));
  }
  const embedded: Embedded = await startEmbedded({
    dataDir,
    onDeath(error) {
      logger?.error({ err: error }, 'the embedded store died');
      onDeath(error);
    },
  });
  const connection = await connect(embedded.uri, { ...onEmbedded, dbName: dbName ?? defaultDatabase });
  joinDirect(connection, embedded.direct);
  return opened(storeOf(connection, 'embedded', embedded.close));
}

/** A store that this release can't use is closed again. */
async function opened(store: Store): Promise<Store> {
  try {
    await bringUpToDate(store.connection);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The database that an address names itself. */
function nameIn(uri: string): string | undefined {
  const name = /^[^:]+:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name === undefined || name === '' ? undefined : name;
}

/** Indexes are made at start by ensureIndexes, not by whichever model is touched first. */
async function connect(uri: string, options: mongoose.ConnectOptions): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    ...options,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    sanitizeFilter: true,
  });
  return connection.asPromise();
}

function storeOf(connection: mongoose.Connection, kind: Store['kind'], closeServer: () => Promise<void>): Store {
  return {
    connection,
    kind,
    async ready() {
      try {
        await connection.db?.command({ ping: 1 }, { timeoutMS: pingMs });
        return connection.readyState === mongoose.ConnectionStates.connected;
      } catch {
        // Why it is not ready is the caller's next failed operation to say.
        return false;
      }
    },
    async close() {
      await connection.close();
      await closeServer();
    },
  };
}
