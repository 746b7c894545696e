import { type Counts, openCatalog } from './catalog.ts';
import { openKeyValue } from './key-value.ts';
import { createTable } from './table.ts';
import { CommandError } from '../documents/errors.ts';

/** The parts that commands work with. */
export type Engine = ReturnType<typeof openEngine>;

/** @param onDeath told once when a write could not be made durable: nothing can be trusted after it */
export function openEngine(file: string, onDeath: (error: Error) => void) {
  const kv = openKeyValue(file);
  const catalog = openCatalog(kv);
  const table = createTable(kv, catalog);

  let full = false;

  /** Runs `work` in a transaction; its answer is given when it is on disk. */
  async function write<T>(work: () => T): Promise<T> {
    let outcome: { value: T } | { error: unknown } | undefined;
    let counts: Counts = new Map();
    try {
      await kv.write(() => {
        counts = catalog.begin();
        try {
          outcome = { value: work() };
        } catch (error) {
          outcome = { error };
        }
      });
    } catch (error) {
      throw refused(error);
    }
    full = false;
    catalog.settle(counts);
    if (!outcome) throw new Error('A write did not run');
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  /** A full disk refuses this write and keeps what was; any other failure of a sync leaves the disk unknown. */
  function refused(error: unknown): Error {
    const cause = error instanceof Error ? error : new Error(String(error));
    if (/no space left|file too large|map_?full|quota/i.test(cause.message)) {
      catalog.load();
      full = true;
      return new CommandError(14031, `The disk is full: ${cause.message}`);
    }
    onDeath(cause);
    return new CommandError(91, `The store stops: a write could not be made durable (${cause.message})`);
  }

  /** While the disk was full at the last write, being ready takes a write that succeeds. */
  async function checkSpace(): Promise<void> {
    if (full) await write(() => catalog.probe());
  }

  return { kv, catalog, table, write, checkSpace, close: () => kv.close() };
}
