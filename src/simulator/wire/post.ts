import { Agent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '../../lib/result.ts';

export type WireProblem = 'connection' | 'timeout' | 'answer_too_long';
export type HttpAnswer = { readonly status: number; readonly body: string };
export type Outgoing = {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly body?: string | Buffer;
  readonly timeoutMs: number;
};

/** Far above any passive reply; a product that answers more is at fault. */
const maxAnswerBytes = 256 * 1024;

/** Speaks HTTP to the product, on connections of its own that {@link Wire.close} ends. */
export function createWire() {
  const closing = new AbortController();
  const options = { keepAlive: true, maxSockets: 256 };
  const agents = { 'http:': new Agent(options), 'https:': new TlsAgent(options) };

  /** @param timeoutMs until the whole answer is there; WeChat drops the connection then */
  function exchange({ url, method, body, timeoutMs }: Outgoing): Promise<Result<HttpAnswer, WireProblem>> {
    return new Promise((resolve) => {
      const secure = url.protocol === 'https:';
      const signal = AbortSignal.timeout(timeoutMs);
      const settings: RequestOptions = { method, signal, agent: secure ? agents['https:'] : agents['http:'] };
      if (body !== undefined) {
        settings.headers = { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(body) };
      }
      const fail = (): void => resolve(err(signal.aborted ? 'timeout' : 'connection'));
      const outgoing = (secure ? httpsRequest : httpRequest)(url, settings, (incoming) => {
        void read(incoming).then(resolve, fail);
      });
      outgoing.on('error', fail);
      outgoing.end(body);
    });
  }

  /** @returns false where the wire was closed meanwhile */
  async function pause(ms: number): Promise<boolean> {
    await sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined);
    return !closing.signal.aborted;
  }

  /** Ends what is under way; whoever waits for an answer is told that the connection broke. */
  function close(): void {
    closing.abort();
    agents['http:'].destroy();
    agents['https:'].destroy();
  }

  return { exchange, pause, close };
}
export type Wire = ReturnType<typeof createWire>;

async function read(incoming: IncomingMessage): Promise<Result<HttpAnswer, WireProblem>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxAnswerBytes) return err('answer_too_long');
    chunks.push(chunk);
  }
  return ok({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
}
