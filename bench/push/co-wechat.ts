import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';

export type Message = { readonly Content?: string; readonly FromUserName: string; readonly MsgId?: string };
type CoWechat = (config: { token: string; appid: string; encodingAESKey: string }) => {
  middleware: (answer: (message: Message) => Promise<string>) => Koa.Middleware;
};

const require = createRequire(import.meta.url);
const coWechat = require('co-wechat') as CoWechat;

/** Serves an account by co-wechat alone, and prints its address: `answer` gives the text of the passive reply. */
export function serveCoWechat(answer: (message: Message) => Promise<string>): void {
  const { WECHAT_TOKEN = '', WECHAT_APPID = '', WECHAT_AES_KEY = '' } = process.env;
  const app = new Koa();
  app.use(coWechat({ token: WECHAT_TOKEN, appid: WECHAT_APPID, encodingAESKey: WECHAT_AES_KEY }).middleware(answer));
  const server = app.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat\n`);
  });
}
