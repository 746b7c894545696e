import { open, type RootDatabase, type RootDatabaseOptionsWithPath } from 'lmdb';

export type Entry = { readonly key: Buffer; readonly value: Buffer };
export type Range = {
  readonly low: Buffer;
  readonly high: Buffer;
  readonly reverse?: boolean | undefined;
  readonly limit?: number | undefined;
  /** Values are left empty: where the key says everything, nobody need copy them. */
  readonly keysOnly?: boolean | undefined;
};

const none = Buffer.alloc(0);

/** A piece of a transaction. */
type Piece = {
  /** Does it. @returns how its asker is told once it is on disk */
  readonly run: () => () => void;
  readonly refuse: (error: unknown) => void;
};

const options = {
  noSubdir: true,
  keyEncoding: 'binary',
  encoding: 'binary',
  // A commit returns after fdatasync, and nobody reads what is not on disk yet.
  overlappingSync: false,
  maxReaders: 16,
} as const;

function openFile(path: string, more: Partial<RootDatabaseOptionsWithPath> = {}): RootDatabase<Buffer, Buffer> {
  return open<Buffer, Buffer>({ path, ...options, ...more } as RootDatabaseOptionsWithPath);
}

function lookupsIn(db: RootDatabase<Buffer, Buffer>) {
  return {
    get(key: Buffer): Buffer | undefined {
      const value = db.getBinaryFast(key);
      if (!value) return undefined;
      // What LMDB hands out is overwritten by the next read, and longer than it says.
      const copy = Buffer.allocUnsafe(value.length);
      copy.set(new Uint8Array(value.buffer, value.byteOffset, value.length));
      return copy;
    },
    /** The record that an entry of a unique index leads to. */
    holder: (key: Buffer): number | undefined => db.getBinaryFast(key)?.readUIntBE(0, 6),
  };
}

/** Single values of the map. */
export type Lookups = ReturnType<typeof lookupsIn>;

/**
 * The same map in another thread of the process that writes it.
 *
 * @param path the file, which another thread has open
 */
export function openForReading(path: string) {
  const db = openFile(path, { readOnly: true });
  return {
    ...lookupsIn(db),
    /** The next read sees every commit so far; until then none of the file's pages is held back from being used again. */
    done: (): void => db.resetReadTxn(),
    close: (): Promise<void> => db.close(),
  };
}

/** An ordered map of bytes on disk (LMDB): one writer at a time, a commit is on disk before it is answered. */
export type KeyValue = ReturnType<typeof openKeyValue>;

/**
 * @param path the file; a second one for LMDB's reader table stands beside it
 * @throws where the file is not LMDB's, or can't be opened
 */
export function openKeyValue(path: string) {
  const db = openFile(path);
  let writing = false;
  let committed = false;
  let turn: Piece[] = [];

  /** Opening a view of the store costs more than reading one document in it: it is kept until something was written. */
  function fresh(): void {
    if (writing || !committed) return;
    committed = false;
    db.resetReadTxn();
  }

  /**
   * Does what this turn asked for, and has it on disk when it returns: this thread has nothing better to do meanwhile. To
   * hand each transaction to LMDB's own thread and back costs a push more waiting than the disk does.
   */
  function commit(): void {
    const pieces = turn;
    turn = [];
    if (pieces.length === 0) return;
    try {
      const tellings = db.transactionSync(() => {
        writing = true;
        return pieces.map(({ run }) => run());
      });
      for (const tell of tellings) tell();
    } catch (error) {
      for (const { refuse } of pieces) refuse(error);
    } finally {
      writing = false;
      committed = true;
    }
  }

  return {
    /** Makes the next reads see every commit so far; within a write they do anyway. */
    fresh,
    ...lookupsIn(db),
    put: (key: Buffer, value: Buffer): void => db.putSync(key, value),
    remove: (key: Buffer): void => void db.removeSync(key),
    /** Entries from low (inclusive) to high (exclusive), or back from high to low. */
    range({ low, high, reverse, limit, keysOnly }: Range): Entry[] {
      const stretch =
        reverse === true
          ? { start: high, end: low, reverse, exclusiveStart: true, inclusiveEnd: true }
          : { start: low, end: high };
      const bounded = limit === undefined ? stretch : { ...stretch, limit };
      const entries: Entry[] = [];
      if (keysOnly !== true) for (const entry of db.getRange(bounded)) entries.push(entry);
      else for (const key of db.getKeys(bounded)) entries.push({ key, value: none });
      return entries;
    },
    count: (low: Buffer, high: Buffer): number => db.getKeysCount({ start: low, end: high }),
    /**
     * Runs `work` in one transaction, shared with whatever else comes in the same turn; settles when it is on disk.
     * Work that throws must not have written before.
     */
    write: <T>(work: () => T): Promise<T> =>
      new Promise((resolve, reject) => {
        turn.push({ run: () => outcomeOf(work, resolve, reject), refuse: reject });
        if (turn.length === 1) setImmediate(commit);
      }),
    /** A compacted copy of one moment, while others go on writing. */
    backup: (to: string): Promise<void> => db.backup(to, true),
    close(): Promise<void> {
      commit();
      return db.close();
    },
  };
}

function outcomeOf<T>(work: () => T, resolve: (value: T) => void, reject: (error: unknown) => void): () => void {
  try {
    const value = work();
    return () => {
      resolve(value);
    };
  } catch (error) {
    return () => {
      reject(error);
    };
  }
}
