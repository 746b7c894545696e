import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';

/**
 * co-wechat answering each text with itself: it checks the signature, decrypts, parses, builds the XML and encrypts, but
 * stores, looks up and decides nothing. The mark that the whole way is held to.
 */
type Message = { readonly Content?: string };
type CoWechat = (config: { token: string; appid: string; encodingAESKey: string }) => {
  middleware: (answer: (message: Message) => Promise<string>) => Koa.Middleware;
};

const require = createRequire(import.meta.url);
const coWechat = require('co-wechat') as CoWechat;
const { WECHAT_TOKEN = '', WECHAT_APPID = '', WECHAT_AES_KEY = '' } = process.env;
const app = new Koa();
app.use(
  coWechat({ token: WECHAT_TOKEN, appid: WECHAT_APPID, encodingAESKey: WECHAT_AES_KEY }).middleware((message) =>
    Promise.resolve(message.Content ?? ''),
  ),
);
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat\n`);
});
