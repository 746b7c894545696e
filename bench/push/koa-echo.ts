import Koa from 'koa';
import type { AddressInfo } from 'node:net';

/** Bare Koa: reads the body, answers with it. What the whole way is measured against. */
const app = new Koa();
app.use(async (ctx) => {
  const chunks: Buffer[] = [];
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
  ctx.body = Buffer.concat(chunks);
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat\n`);
});
