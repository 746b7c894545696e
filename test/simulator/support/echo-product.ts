import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { systemClock } from '../../../src/lib/clock.ts';
import { sampleAccount, type Mode } from '../../../src/simulator/account.ts';
import { encrypt } from '../../../src/simulator/wire/cipher.ts';
import { unseal } from '../../../src/simulator/wire/envelope.ts';
import { sign } from '../../../src/simulator/wire/signature.ts';
import { createSimulator, type SimulatorOptions } from '../../../src/simulator/simulator.ts';
import { readXml, textAt, writeXml, type XmlFields, type XmlTree } from '../../../src/simulator/wire/xml.ts';

export const account = sampleAccount('示例钱包');

/** A push as the product got it: the query, the body, and the XML after decryption. */
export type Pushed = { readonly query: URLSearchParams; readonly body: string; readonly plain: XmlTree };
/** Answers a push with a body, or with a status; undefined cuts the connection. */
export type Product = (pushed: Pushed) => Answer | Promise<Answer>;
type Answer = string | number | undefined;

export const silent = (): string => 'success';

/** A text in answer to a push, in the clear. */
export function textReply({ plain }: Pushed, text: string): string {
  return replyXml(plain, { MsgType: 'text', Content: text });
}

export function replyXml(plain: XmlTree, fields: XmlFields): string {
  const common = { ToUserName: textAt(plain, 'FromUserName'), FromUserName: textAt(plain, 'ToUserName') };
  return writeXml({ ...common, CreateTime: 1_714_112_445, ...fields });
}

export function sealReply(xml: string, owner: { appId: string; token: string; aesKey: string } = account): string {
  const [Encrypt, TimeStamp, Nonce] = [encrypt(xml, owner), '1714112445', '415670741'];
  const MsgSignature = sign(owner.token, TimeStamp, Nonce, Encrypt);
  return writeXml({ Encrypt, MsgSignature, TimeStamp: 1_714_112_445, Nonce });
}

/**
 * A simulator on one port, and on another a product that checks pushes as it ought to and answers as told.
 * A text reply is sealed in safe mode; whatever else the product says goes out as it is.
 */
export async function startSimulator(product: Product, options: Partial<SimulatorOptions> = {}) {
  const { mode = 'safe', clock = systemClock } = options;
  const pushes: Pushed[] = [];
  const nonces = new Map<string, string>();

  async function answerTo(incoming: IncomingMessage): Promise<Answer> {
    const query = new URL(incoming.url ?? '', 'http://product').searchParams;
    if (incoming.method === 'GET') return query.get('echostr') ?? 403;
    const body = await bodyOf(incoming);
    const plain = isFresh(query, body, { nonces, now: clock() }) ? openPush(query, body, mode) : undefined;
    if (!plain) return 403;
    const pushed = { query, body, plain };
    pushes.push(pushed);
    const answer = await product(pushed);
    return mode === 'safe' && String(answer).startsWith('<xml><ToUserName>') ? sealReply(String(answer)) : answer;
  }

  const callback = createServer((incoming, outgoing) => {
    void answerTo(incoming).then((answer) => {
      if (answer === undefined) return incoming.socket.destroy();
      if (typeof answer === 'number') outgoing.statusCode = answer;
      return outgoing.end(typeof answer === 'string' ? answer : '');
    });
  });
  const productPort = await listen(callback);
  let origin = '';
  const simulator = createSimulator({
    account,
    mode,
    callbackUrl: () => `http://127.0.0.1:${productPort}/wechat`,
    origin: () => origin,
    clock,
    logger: { info: () => undefined, warn: () => undefined },
    retry: { attempts: 3, afterMs: 200 },
    ...options,
  });
  const handle = new Koa().use(simulator.routes()).callback();
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  origin = `http://127.0.0.1:${await listen(server)}`;

  async function stop(): Promise<void> {
    simulator.close();
    await Promise.all([callback, server].map(close));
  }

  return { simulator, origin, api: `${origin}/simulator/wechat`, pushes, stop };
}
export type Started = Awaited<ReturnType<typeof startSimulator>>;

/** Signed within 300 s of now, not too long, and no nonce that came with another body. */
function isFresh(query: URLSearchParams, body: string, seen: { nonces: Map<string, string>; now: Date }): boolean {
  const timestamp = Number(query.get('timestamp'));
  const key = `${timestamp} ${query.get('nonce') ?? ''}`;
  const known = seen.nonces.get(key) ?? body;
  seen.nonces.set(key, known);
  return known === body && body.length <= 65_536 && Math.abs(seen.now.getTime() / 1000 - timestamp) <= 300;
}

/** What stood in a push; undefined unless it is signed, encrypted as the mode says, and XML. */
function openPush(query: URLSearchParams, body: string, mode: Mode): XmlTree | undefined {
  const outer = readXml(body);
  if (!outer.ok) return undefined;
  const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
  if (mode === 'plain')
    return sign(account.token, timestamp, nonce) === query.get('signature') ? outer.value : undefined;
  const Encrypt = textAt(outer.value, 'Encrypt');
  const MsgSignature = query.get('msg_signature') ?? '';
  const plain = unseal(writeXml({ Encrypt, TimeStamp: timestamp, Nonce: nonce, MsgSignature }), { account, mode });
  const inner = plain.ok ? readXml(plain.value) : plain;
  return inner.ok ? inner.value : undefined;
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
