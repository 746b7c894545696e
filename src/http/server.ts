import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

/** Slow senders are cut here; an answer (an open event stream) may take as long as it likes. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
};
const maxConnections = 10_000;
const idleLookMs = 20;
/** a balance: rare enough not to cost, often enough that connections spread over a fleet again */
const maxCallsPerConnection = 100_000;

/**
 * The product's listener.
 *
 * @param listener `koa.callback()`
 */
export function createHttpServer(listener: RequestListener) {
  let closing = false;
  const server = createServer(limits, (req, res) => {
    // A connection that is busy while the listener goes must not stay open for a next call.
    if (closing) res.setHeader('Connection', 'close');
    listener(req, res);
  });
  server.maxConnections = maxConnections;
  server.maxRequestsPerSocket = maxCallsPerConnection;

  /** @returns the port that it got: port 0 asks for any */
  function listen(address: { readonly host: string; readonly port: number }): Promise<number> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(address.port, address.host, () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  /**
   * Takes no new connections, lets running calls finish, and cuts what is left when `graceMs` have passed. Whoever holds
   * long answers open (event streams) ends them first.
   */
  async function close(graceMs: number): Promise<void> {
    if (!server.listening) return;
    closing = true;
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // What was busy when the listener went, and has its answer now, is idle.
    const look = setInterval(() => server.closeIdleConnections(), idleLookMs);
    try {
      const closed = promisify(server.close.bind(server))();
      server.closeIdleConnections();
      await closed;
    } finally {
      clearTimeout(cut);
      clearInterval(look);
    }
  }

  return { listen, close };
}

export type HttpServer = ReturnType<typeof createHttpServer>;
