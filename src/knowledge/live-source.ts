import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Clock } from '../lib/clock.ts';
import { faultLine } from '../lib/fault.ts';
import type { Fault } from '../lib/fault.ts';
import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';

export type LiveLogger = {
  readonly info: (facts: object, message: string) => void;
  readonly warn: (facts: object, message: string) => void;
};

type LiveDeps<T> = {
  /** what it is called in the log */
  readonly name: string;
  /** the folder to watch: an editor replaces a file, and a watch on the file itself would stay with the old one */
  readonly folder: string;
  /** only this file of the folder; all of them where not given */
  readonly file?: string;
  readonly read: () => Promise<Result<T, Fault[]>>;
  /** told of each new value before `current` answers with it; if it throws, the old one stays */
  readonly onChange?: (next: T) => void | Promise<void>;
  readonly clock: Clock;
  readonly logger: LiveLogger;
  /** how long the folder must be quiet before it is read: an editor writes a file in several steps */
  readonly quietMs?: number;
};

/** Something configured that is read again when its files change; a bad edit leaves the last good one active. */
export function createLiveSource<T>(deps: LiveDeps<T>) {
  const { name, folder, file, read, onChange, clock, logger, quietMs = 200 } = deps;
  let active: { readonly value: T; readonly at: Date } | undefined;
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<unknown> = Promise.resolve();

  /** Reads and begins to watch. @returns the faults of what cannot be started with */
  async function start(): Promise<Result<T, Fault[]>> {
    const loaded = await read();
    if (!loaded.ok) return loaded;
    await activate(loaded.value);
    watcher = watch(folder, (_, changed) => {
      if (file !== undefined && changed !== null && changed !== file) return;
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), quietMs);
    });
    watcher.on('error', (error) => logger.warn({ name, err: error }, 'config no longer watched'));
    return ok(loaded.value);
  }

  /** Reads now; one reading at a time. @returns whether what was read is active */
  function reload(): Promise<boolean> {
    const next = reading.then(reloadOnce);
    reading = next;
    return next;
  }

  async function reloadOnce(): Promise<boolean> {
    const loaded = await read();
    if (!loaded.ok) {
      logger.warn({ name, faults: loaded.error.map(faultLine) }, 'config edit refused, last good one stays');
      return false;
    }
    try {
      await activate(loaded.value);
    } catch (error) {
      logger.warn({ name, err: error }, 'config edit failed to build, last good one stays');
      return false;
    }
    logger.info({ name }, 'config reloaded');
    return true;
  }

  async function activate(next: T): Promise<void> {
    await onChange?.(next);
    active = { value: next, at: clock() };
  }

  /** @throws before `start` has succeeded */
  function current(): T {
    if (!active) throw new Error(`${name} has not been started`);
    return active.value;
  }

  /** When the active value was read; undefined before the first. */
  function loadedAt(): Date | undefined {
    return active?.at;
  }

  async function close(): Promise<void> {
    clearTimeout(timer);
    watcher?.close();
    await reading;
  }

  return { start, reload, current, loadedAt, close };
}

export type LiveSource<T> = ReturnType<typeof createLiveSource<T>>;
