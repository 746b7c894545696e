import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import type { Logger } from './logger.ts';
import type { Simulator } from './simulator.ts';

export type Served = { readonly origin: string; readonly close: () => Promise<void> };

/**
 * Serves a simulator by itself, on loopback alone: it signs with nobody's secrets but takes anybody's pushes.
 *
 * @param port 0 for any free one
 */
export async function serveSimulator(simulator: Simulator, port: number, logger: Logger): Promise<Served> {
  const app = new Koa().use(simulator.routes());
  app.on('error', (error: Error & { expose?: boolean }) => {
    if (!error.expose) logger.warn({ error: error.message }, 'simulator: call failed');
  });
  const answer = app.callback();
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  async function close(): Promise<void> {
    simulator.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
