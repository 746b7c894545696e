import type Koa from 'koa';
import { createHttpServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/lib/logger.ts';

/** An application on a free loopback port, as the product would serve it. */
export async function openHttp(app: Koa): Promise<{ base: string; close: () => Promise<void> }> {
  const callback = app.callback();
  const server = createHttpServer((req, res) => void callback(req, res));
  const port = await server.listen({ host: '127.0.0.1', port: 0 });
  return { base: `http://127.0.0.1:${port}`, close: () => server.close(0) };
}

/** A logger that keeps its lines for the test to read. */
export function keptLogger(secrets: readonly string[] = []) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { logger: createLogger({ level: 'debug', secrets, destination }), lines };
}
