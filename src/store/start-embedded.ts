import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { createDirectWrite, notConnected, type Direct } from './direct.ts';
import type { Reader } from './embedded/reader.ts';
import { storeFile } from './embedded/store-file.ts';
import type { Owner } from './lock.ts';
import type { FromWorker, WorkerInput } from './embedded/worker.ts';

/** Another process has the data folder open. */
export class StoreHeldError extends Error {
  readonly owner: Owner | undefined;

  constructor(dataDir: string, owner: Owner | undefined) {
    const who = owner ? `process ${owner.pid} since ${owner.since}` : 'another process';
    super(`The data folder ${dataDir} is held by ${who}`);
    this.owner = owner;
  }
}

/** A running embedded store: `uri` connects any MongoDB driver to it, `direct` does without one. */
export type Embedded = { readonly uri: string; readonly direct: Direct; readonly close: () => Promise<void> };
export type EmbeddedOptions = {
  readonly dataDir: string;
  /** Told once when the store can't go on: its thread ended, or a write could not be made durable. */
  readonly onDeath: (error: Error) => void;
  /** How often documents past their time are removed; MongoDB does it every minute. */
  readonly expireEveryMs?: number;
};

/**
 * Starts the store in a thread of its own, so that a long scan stops nobody else.
 *
 * @throws StoreHeldError where another process holds the folder
 */
export async function startEmbedded({ dataDir, onDeath, expireEveryMs = 60_000 }: EmbeddedOptions): Promise<Embedded> {
  // Whoever has MongoDB does not load LMDB.
  const { openReader } = await import('./embedded/reader.ts');
  const { port1, port2 } = new MessageChannel();
  const write = createDirectWrite(port1);
  const worker = startThread({ dataDir, expireEveryMs, direct: port2 });
  let reader: Reader | undefined;
  let state: 'starting' | 'open' | 'closing' | 'ended' = 'starting';

  return new Promise((resolve, reject) => {
    function fail(error: Error): void {
      const before = state;
      state = 'ended';
      if (before === 'starting') {
        void worker.terminate();
        reject(error);
      } else if (before === 'open') onDeath(error);
    }
    function read(namespace: string, ids: readonly string[]): Buffer[] {
      if (state !== 'open') throw notConnected();
      reader ??= openReader(join(dataDir, storeFile));
      return reader.read(namespace, ids);
    }
    async function close(): Promise<void> {
      if (state !== 'open') return;
      state = 'closing';
      await reader?.close();
      await new Promise<void>((done) => {
        worker.once('exit', () => done());
        worker.postMessage('close');
      });
    }
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'held') fail(new StoreHeldError(dataDir, message.owner));
      else if (message.kind === 'failed') fail(new Error(`The embedded store failed: ${message.message}`));
      else if (message.kind === 'listening') {
        state = 'open';
        resolve({ uri: uriOf(message.socket), direct: { read, write }, close });
      }
    });
    worker.on('error', (error: Error) => fail(error));
    worker.on('exit', (code) => fail(new Error(`The embedded store's thread ended with code ${code}`)));
  });
}

/** Built, the worker is JavaScript; from the sources (tests, development) tsx has to be asked for inside the thread. */
function startThread(workerData: WorkerInput): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./embedded/worker.js', import.meta.url), {
      workerData,
      transferList: [workerData.direct],
    });
  const file = JSON.stringify(new URL('./embedded/worker.ts', import.meta.url).href);
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import(${file}); })`;
  return new Worker(code, { workerData, transferList: [workerData.direct], eval: true, execArgv: [] });
}

/** The address of a store for any MongoDB driver. */
export function uriOf(socket: string): string {
  return `mongodb://${encodeURIComponent(socket)}/?directConnection=true&retryWrites=false`;
}
