import { Worker } from 'node:worker_threads';
import { err, type Result } from '../lib/result.ts';
import type { QrFault } from './read-qr.ts';

/** A picture that takes longer was made to. */
const mostMs = 5000;

/** Reads QR codes one picture at a time, in a thread that is started with the first one. */
export function createQrReader() {
  let thread: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function read(file: Uint8Array): Promise<Result<string, QrFault>> {
    const mine = last.then(() => readNow(file));
    last = mine;
    return mine;
  }

  function readNow(file: Uint8Array): Promise<Result<string, QrFault>> {
    const worker = (thread ??= startThread());
    return new Promise((resolve) => {
      const finish = (result: Result<string, QrFault>) => {
        clearTimeout(timer);
        worker.removeAllListeners();
        resolve(result);
      };
      const giveUp = () => {
        thread = undefined;
        void worker.terminate();
        finish(err('unreadable'));
      };
      const timer = setTimeout(giveUp, mostMs);
      worker.once('message', finish);
      worker.once('error', giveUp);
      worker.once('exit', giveUp);
      worker.postMessage(file);
    });
  }

  async function close(): Promise<void> {
    await last;
    await thread?.terminate();
    thread = undefined;
  }

  return { read, close };
}

/** Built, the worker is JavaScript; from the sources (tests, development) tsx has to be asked for inside the thread. */
function startThread(): Worker {
  const thread = import.meta.url.endsWith('.ts')
    ? fromSources()
    : new Worker(new URL('./qr-worker.js', import.meta.url));
  thread.unref();
  return thread;
}

function fromSources(): Worker {
  const file = JSON.stringify(new URL('./qr-worker.ts', import.meta.url).href);
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import(${file}); })`;
  return new Worker(code, { eval: true, execArgv: [] });
}
