import { Worker } from 'node:worker_threads';

/**
 * Runs a module in a thread of its own, where it takes long enough to hold up others.
 *
 * @param file the module's address without its ending; it posts one message, which is the answer
 * @param workerData what the module gets, as plain data
 * @throws what the thread threw, or that it ended without an answer
 */
export function runApart<Answer>(file: URL, workerData: unknown): Promise<Answer> {
  const worker = startThread(file, workerData);
  return new Promise<Answer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread of ${file.pathname} ended with code ${code}`)));
  });
}

/** Built, the module is JavaScript; from the sources (tests, development) tsx has to be asked for inside the thread. */
function startThread(file: URL, workerData: unknown): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`${file.href}.js`), { workerData });
  const source = JSON.stringify(`${file.href}.ts`);
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import(${source}); })`;
  return new Worker(code, { workerData, eval: true, execArgv: [] });
}
