import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Clock } from '../lib/clock.ts';
import { faultLine } from '../lib/fault.ts';
import type { Fault } from '../lib/fault.ts';
import type { Facts } from '../lib/fill.ts';
import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { loadKnowledge } from './load.ts';
import type { Knowledge } from './load.ts';

type KnowledgeLogger = {
  readonly info: (facts: object, message: string) => void;
  readonly warn: (facts: object, message: string) => void;
};

type KnowledgeDeps = {
  readonly dir: string;
  readonly facts: Facts;
  /** told of each new snapshot, before `current` answers with it: a matcher is built here; if it throws, the old one stays */
  readonly onChange?: (next: Knowledge) => void | Promise<void>;
  readonly clock: Clock;
  readonly logger: KnowledgeLogger;
  /** how long the folder must be quiet before it is read: an editor writes a file in several steps */
  readonly quietMs?: number;
};

/** The knowledge base of a folder, read again when a file changes; a bad edit leaves the last good one active. */
export function createKnowledge({ dir, facts, onChange, clock, logger, quietMs = 200 }: KnowledgeDeps) {
  let active: { readonly knowledge: Knowledge; readonly at: Date } | undefined;
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<unknown> = Promise.resolve();

  /** Reads the folder and watches it. @returns the faults of a folder that cannot be started with */
  async function start(): Promise<Result<Knowledge, Fault[]>> {
    const loaded = await loadKnowledge(dir, facts);
    if (!loaded.ok) return loaded;
    await activate(loaded.value);
    watcher = watch(dir, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), quietMs);
    });
    watcher.on('error', (error) => logger.warn({ err: error }, 'knowledge folder no longer watched'));
    return ok(loaded.value);
  }

  /** Reads the folder now; one reading at a time. @returns whether what it holds is active */
  function reload(): Promise<boolean> {
    const next = reading.then(reloadOnce);
    reading = next;
    return next;
  }

  async function reloadOnce(): Promise<boolean> {
    const loaded = await loadKnowledge(dir, facts);
    if (!loaded.ok) {
      logger.warn({ faults: loaded.error.map(faultLine) }, 'knowledge edit refused, last good one stays');
      return false;
    }
    try {
      await activate(loaded.value);
    } catch (error) {
      logger.warn({ err: error }, 'knowledge edit failed to build, last good one stays');
      return false;
    }
    logger.info({ entries: loaded.value.entries.length }, 'knowledge reloaded');
    return true;
  }

  async function activate(next: Knowledge): Promise<void> {
    await onChange?.(next);
    active = { knowledge: next, at: clock() };
  }

  /** @throws before `start` has succeeded */
  function current(): Knowledge {
    if (!active) throw new Error('The knowledge base has not been started');
    return active.knowledge;
  }

  /** When the active snapshot was read; undefined before the first. */
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

export type LiveKnowledge = ReturnType<typeof createKnowledge>;
