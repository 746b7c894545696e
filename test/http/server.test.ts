import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';

let server: HttpServer;
afterEach(() => server.close(0));

describe('closing the listener', () => {
  it('lets a running call finish and takes no new one', async () => {
    let finish = (): void => undefined;
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    server = createHttpServer((_, res) => {
      finish = () => res.end('done');
      started();
    });
    const port = await server.listen({ host: '127.0.0.1', port: 0 });
    const call = fetch(`http://127.0.0.1:${port}/`);
    await running;

    const closed = server.close(5_000);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    finish();

    expect(await (await call).text()).toBe('done');
    const started2 = performance.now();
    await closed;
    expect(performance.now() - started2).toBeLessThan(1_000);
  });

  it('cuts what is still open when its time is up', async () => {
    server = createHttpServer((_, res) => void res.write('never ends'));
    const port = await server.listen({ host: '127.0.0.1', port: 0 });
    const call = await fetch(`http://127.0.0.1:${port}/`);
    const body = expect(call.text()).rejects.toThrow();

    await server.close(50);

    await body;
  });

  it('answers what is no HTTP with 400 and lives on', async () => {
    server = createHttpServer((_, res) => res.end('ok'));
    const port = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (part) => (text += part.toString()));
      socket.on('close', () => resolve(text));
    });

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('ok');
  });
});
