import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ApiCall = { readonly path: string; readonly query: URLSearchParams; readonly body: Buffer };
/** An object is answered as JSON, a string as it is. */
type Handler = (call: ApiCall, response: ServerResponse) => object | string | undefined;

/**
 * WeChat's API on loopback, as strict with tokens as WeChat: a call with any but the present one is refused with
 * `refusal`. `stable_token` gives the same token to whoever asks, until it is revoked or a new one is forced.
 */
export async function startFakeApi(handlers: Readonly<Record<string, Handler>> = {}) {
  const calls: ApiCall[] = [];
  let issue = 1;
  let refusal = 40001;
  let lets = true;
  const token = () => `sample-access-token-${issue}`;

  const standard: Readonly<Record<string, Handler>> = {
    '/cgi-bin/stable_token': ({ body }) => {
      if ((JSON.parse(body.toString()) as { force_refresh: boolean }).force_refresh) issue += 1;
      lets = true;
      return { access_token: token(), expires_in: 7200 };
    },
  };

  function answer(call: ApiCall, response: ServerResponse): object | string | undefined {
    const handler = handlers[call.path] ?? standard[call.path];
    const isToken = call.path === '/cgi-bin/stable_token';
    if (!isToken && (!lets || call.query.get('access_token') !== token())) {
      return { errcode: refusal, errmsg: 'invalid credential rid: 65f0a1b2-12345678-0000ffff' };
    }
    return handler ? handler(call, response) : { errcode: 0, errmsg: 'ok' };
  }

  const server = createServer((incoming, response) => {
    void take(incoming).then((call) => {
      calls.push(call);
      const said = answer(call, response);
      if (said === undefined) return;
      response.end(typeof said === 'string' ? said : JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    callsOf: (path: string) => calls.filter((call) => call.path === path),
    jsonOf: (path: string) =>
      calls.filter((call) => call.path === path).map(({ body }) => JSON.parse(body.toString()) as unknown),
    /** someone else has forced a new token */
    revoke: (code = 40001) => {
      issue += 1;
      refusal = code;
    },
    /** the token is refused though `stable_token` goes on giving it, until it is asked to force a new one */
    spoil: () => {
      lets = false;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function take(incoming: IncomingMessage): Promise<ApiCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return { path: url.pathname, query: url.searchParams, body: Buffer.concat(chunks) };
}

export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;
