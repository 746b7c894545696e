import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../lib/clock.ts';
import { createDispatch } from './dispatch.ts';
import { removeExpired } from './expiry.ts';
import { openEngine } from './engine.ts';
import { storeFile } from './store-file.ts';
import { type Owner, socketFolderPrefix, takeLock } from '../lock.ts';
import { createWireServer, servePort } from './wire.ts';

/** What the worker tells the thread that started it. */
export type FromWorker =
  | { readonly kind: 'listening'; readonly socket: string }
  | { readonly kind: 'held'; readonly owner: Owner | undefined }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed' };
export type WorkerInput = {
  readonly dataDir: string;
  readonly expireEveryMs: number;
  /** by which the thread that started it asks without a socket */
  readonly direct: MessagePort;
};

/** A unix socket's path has room for 107 bytes; what is longer is cut without a word. */
const longestSocketPath = 107;

async function serve(port: MessagePort, { dataDir, expireEveryMs, direct }: WorkerInput): Promise<void> {
  const tell = (message: FromWorker): void => port.postMessage(message);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(tmpdir(), socketFolderPrefix));
  const socket = join(folder, 'db.sock');
  if (Buffer.byteLength(socket) > longestSocketPath) throw new Error(`The socket's path is too long: ${socket}`);
  const locking = await takeLock(dataDir, { pid: process.pid, since: systemClock().toISOString(), socket });
  if (!locking.ok) {
    rmSync(folder, { recursive: true, force: true });
    tell({ kind: 'held', owner: locking.owner });
    return;
  }
  const failed = (error: unknown): void =>
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  const engine = openEngine(join(dataDir, storeFile), failed);
  syncFolder(dataDir);
  const dispatch = createDispatch(engine, systemClock);
  const server = createWireServer(dispatch);
  servePort(direct, dispatch);
  const expiry = setInterval(() => void removeExpired(engine, systemClock()).catch(failed), expireEveryMs);
  server.listen(socket, () => tell({ kind: 'listening', socket }));

  port.on('message', () => {
    clearInterval(expiry);
    server.close();
    direct.close();
    void engine.close().then(() => {
      rmSync(folder, { recursive: true, force: true });
      locking.lock.release();
      tell({ kind: 'closed' });
      port.close();
      process.exit(0);
    });
  });
}

/** A new file is only there after power loss when its folder's entry is on disk too. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

// lmdb rejects a second promise of a commit that failed, one that nobody is given; the first is the write's own answer.
process.on('unhandledRejection', (error) => {
  if (!(error instanceof Error && 'commitError' in error)) throw error;
});

if (parentPort) {
  const port = parentPort;
  serve(port, workerData as WorkerInput).catch((error: unknown) => {
    port.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
}
