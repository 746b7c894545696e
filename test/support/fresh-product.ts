import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeApi } from './fake-wechat-api.ts';
import { startProduct } from './running-product.ts';

/** The built product over a new folder, with a WeChat of its own: however it was ended, it starts again over the same. */
export async function startFresh(name: string) {
  const dataDir = await mkdtemp(path.join(tmpdir(), `${name}-`));
  const api = await startFakeApi();
  const start = () => startProduct({ dataDir, apiBase: api.base });
  let product = await start();
  return {
    dataDir,
    api,
    /** the process that runs now */
    product: () => product,
    async startAgain(): Promise<void> {
      product = await start();
    },
    async close(): Promise<void> {
      await product.end('SIGTERM');
      await api.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type FreshProduct = Awaited<ReturnType<typeof startFresh>>;
