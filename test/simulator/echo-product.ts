import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { sampleAccount, type Mode } from '../../src/simulator/account.ts';
import { unseal } from '../../src/simulator/envelope.ts';
import { encrypt } from '../../src/simulator/cipher.ts';
import { sign } from '../../src/simulator/signature.ts';
import { createSimulator, type SimulatorOptions } from '../../src/simulator/simulator.ts';
import { readXml, textAt, writeXml, type XmlFields, type XmlTree } from '../../src/simulator/xml.ts';
import { systemClock } from '../../src/lib/clock.ts';

export const account = sampleAccount('示例钱包');

/** A push as the product got it: the query, and the XML after decryption. */
export type Pushed = { readonly query: URLSearchParams; readonly body: string; readonly plain: XmlTree };
export type Product = (pushed: Pushed) => string | undefined | Promise<string | undefined>;

export const silent = (): string => 'success';

/** A text in answer to a push, in the clear. */
export function textReply({ plain }: Pushed, text: string): string {
  return replyXml(plain, { MsgType: 'text', Content: text });
}

export function replyXml(plain: XmlTree, fields: XmlFields): string {
  const common = { ToUserName: textAt(plain, 'FromUserName'), FromUserName: textAt(plain, 'ToUserName') };
  return writeXml({ ...common, CreateTime: 1_714_112_445, ...fields });
}

export function sealReply(xml: string, appId = account.appId): string {
  const [Encrypt, TimeStamp, Nonce] = [encrypt(xml, { ...account, appId }), '1714112445', '415670741'];
  return writeXml({
    Encrypt,
    MsgSignature: sign(account.token, TimeStamp, Nonce, Encrypt),
    TimeStamp: 1_714_112_445,
    Nonce,
  });
}

/** A simulator on one port, and a product on another that answers as told; undefined cuts the connection. */
export async function startSimulator(product: Product, options: Partial<SimulatorOptions> = {}) {
  const mode: Mode = options.mode ?? 'safe';
  const pushes: Pushed[] = [];
  const callback = createServer((incoming, outgoing) => {
    const query = new URL(incoming.url ?? '', 'http://product').searchParams;
    void bodyOf(incoming).then(async (body): Promise<unknown> => {
      if (incoming.method === 'GET') return outgoing.end(query.get('echostr'));
      const opened = unsealPush(query, body, mode);
      const pushed = { query, body, plain: opened };
      pushes.push(pushed);
      const answer = await product(pushed);
      if (answer === undefined) return incoming.socket.destroy();
      const sealed = mode === 'safe' && answer.startsWith('<xml><ToUserName>') ? sealReply(answer) : answer;
      return outgoing.end(sealed);
    });
  });
  const productPort = await listen(callback);
  const simulator = createSimulator({
    account,
    mode,
    callbackUrl: () => `http://127.0.0.1:${productPort}/wechat`,
    clock: systemClock,
    logger: { info: () => undefined, warn: () => undefined },
    retry: { attempts: 3, afterMs: 200 },
    ...options,
  });
  const handle = new Koa().use(simulator.routes()).callback();
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  const origin = `http://127.0.0.1:${await listen(server)}`;

  async function stop(): Promise<void> {
    simulator.close();
    await Promise.all([callback, server].map(close));
  }

  return { simulator, origin, api: `${origin}/simulator/wechat`, pushes, stop };
}

/** A push's own wire form, by the mode: the product's side of envelope.ts. */
function unsealPush(query: URLSearchParams, body: string, mode: Mode): XmlTree {
  const outer = treeOf(body);
  if (mode === 'plain') return outer;
  const [Encrypt, TimeStamp, Nonce] = [
    textAt(outer, 'Encrypt'),
    query.get('timestamp') ?? '',
    query.get('nonce') ?? '',
  ];
  const asReply = writeXml({ Encrypt, TimeStamp, Nonce, MsgSignature: query.get('msg_signature') ?? '' });
  const plain = unseal(asReply, { account, mode });
  if (!plain.ok) throw new Error(`The simulator sealed a push wrongly: ${plain.error}`);
  return treeOf(plain.value);
}

function treeOf(xml: string): XmlTree {
  const tree = readXml(xml);
  if (!tree.ok) throw new Error('The simulator pushed no XML');
  return tree.value;
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
