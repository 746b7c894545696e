import { afterEach, describe, expect, it } from '@jest/globals';
import type { Middleware } from 'koa';
import { createKoa } from '../../src/http/koa.ts';
import { keptLogger, openHttp } from '../support/http.ts';

const words = {
  taken: { zh: '已由 {name} 接入', en: 'Taken by {name}' },
};
let close = (): Promise<void> => Promise.resolve();
afterEach(() => close());

async function answerOf(handle: Middleware, headers: Record<string, string> = {}) {
  const { logger, lines } = keptLogger();
  const app = createKoa({ logger, words, https: true, proxies: 0 });
  app.use(handle);
  const opened = await openHttp(app);
  close = opened.close;
  const response = await fetch(`${opened.base}/somewhere?k=hidden`, { headers });
  return { response, body: (await response.json()) as Record<string, unknown>, lines };
}

describe('an answer that is a refusal', () => {
  it('speaks Chinese unless the reader asks for English', async () => {
    const refuse: Middleware = (ctx) => ctx.throw(409, 'taken', { facts: { name: '小李' }, details: { epoch: 3 } });

    const plain = await answerOf(refuse);
    await close();
    const french = await answerOf(refuse, { 'Accept-Language': 'fr' });
    await close();
    const english = await answerOf(refuse, { 'Accept-Language': 'en-GB,en;q=0.9,zh;q=0.1' });

    expect(plain.response.status).toBe(409);
    expect(plain.body).toEqual({ error: 'taken', message: '已由 小李 接入', epoch: 3 });
    expect(french.body).toMatchObject({ message: '已由 小李 接入' });
    expect(english.body).toMatchObject({ message: 'Taken by 小李' });
  });

  it('says nothing of what broke, and the log has the rest under the same id', async () => {
    const { response, body, lines } = await answerOf(() => {
      throw new Error('column "inner" of the store');
    });

    expect(response.status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('inner');
    const line = JSON.parse(lines[0] ?? '') as { id: string; err: { stack: string }; path: string };
    expect(line.id).toBe(response.headers.get('x-request-id'));
    expect(line.err.stack).toContain('column');
    expect(lines.join('')).not.toContain('hidden');
  });

  it("does not repeat a library's words", async () => {
    const { body } = await answerOf((ctx) => ctx.throw(400, 'Unexpected token at position 3'));

    expect(body).toMatchObject({ error: 'bad_request' });
    expect(JSON.stringify(body)).not.toContain('position');
  });

  it('takes an error that claims to be public but is a 500 for our mistake', async () => {
    const { body } = await answerOf((ctx) => ctx.throw(500, 'taken', { expose: true, details: { dsn: 'x' } }));

    expect(body).toEqual({ error: 'internal', message: expect.any(String) });
  });

  it('is given where nothing answers', async () => {
    const { response, body } = await answerOf((_, next) => next());

    expect(response.status).toBe(404);
    expect(body).toMatchObject({ error: 'not_found' });
  });

  it('carries every security header', async () => {
    const { response } = await answerOf((_, next) => next());

    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('server')).toBeNull();
  });
});

describe('the peer', () => {
  it("is the connection's own, whatever a stranger writes", async () => {
    const { body } = await answerOf((ctx) => (ctx.body = { ip: ctx.ip, host: ctx.hostname }), {
      'X-Forwarded-For': '203.0.113.9',
      'X-Forwarded-Host': 'elsewhere.example',
    });

    expect(body).toEqual({ ip: '127.0.0.1', host: '127.0.0.1' });
  });
});
