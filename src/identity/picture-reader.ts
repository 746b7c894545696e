import { Worker } from 'node:worker_threads';

/** What a picture showed; neither says that it is harmless, and nothing at all where it could not be unpacked. */
export type Seen = {
  /** what its QR code says */
  readonly code?: string;
  /** a PNG of a few points, which nothing can be read from */
  readonly preview?: Uint8Array;
};

/** A picture that takes longer was made to. */
const mostMs = 5000;

/** Looks at one picture at a time, in a thread that is started with the first one. */
export function createPictureReader() {
  let thread: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function read(file: Uint8Array): Promise<Seen> {
    const mine = last.then(() => readNow(file));
    last = mine;
    return mine;
  }

  function readNow(file: Uint8Array): Promise<Seen> {
    const worker = (thread ??= startThread());
    return new Promise((resolve) => {
      const finish = (result: Seen) => {
        clearTimeout(timer);
        worker.off('message', finish).off('error', giveUp).off('exit', giveUp);
        resolve(result);
      };
      const giveUp = () => {
        thread = undefined;
        void worker.terminate();
        finish({});
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
    : new Worker(new URL('./picture-worker.js', import.meta.url));
  thread.unref();
  return thread;
}

function fromSources(): Worker {
  const file = JSON.stringify(new URL('./picture-worker.ts', import.meta.url).href);
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import(${file}); })`;
  return new Worker(code, { eval: true, execArgv: [] });
}
