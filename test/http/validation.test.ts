import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createKoa } from '../../src/http/koa.ts';
import { checked, createJsonBody } from '../../src/http/validation.ts';
import { keptLogger, openHttp } from '../support/http.ts';

const queryShape = z.strictObject({ q: z.string().max(20).optional() });
const bodyShape = z.strictObject({ text: z.string().max(100) });
let opened: Awaited<ReturnType<typeof openHttp>>;

beforeAll(async () => {
  const app = createKoa({ logger: keptLogger().logger, https: false, proxies: 0 });
  app.use(createJsonBody());
  app.use((ctx) => {
    ctx.body =
      ctx.method === 'GET'
        ? checked(ctx, queryShape, { place: 'query', value: ctx.query })
        : checked(ctx, bodyShape, { place: 'body', value: ctx.request.body });
  });
  opened = await openHttp(app);
});
afterAll(() => opened.close());

async function get(query: string) {
  const response = await fetch(`${opened.base}/?${query}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function post(body: string, type = 'application/json') {
  const response = await fetch(opened.base, { method: 'POST', body, headers: { 'Content-Type': type } });
  return { status: response.status, text: await response.text() };
}

describe('what is sent', () => {
  it('passes when it has the shape', async () => {
    expect(await get('q=card')).toEqual({ status: 200, body: { q: 'card' } });
    expect(await post('{"text":"你好"}')).toEqual({ status: 200, text: '{"text":"你好"}' });
  });

  it.each(['q=a&q=b', 'q[$gt]=', 'q[]=a', '$where=1', '__proto__=x', `q=${'a'.repeat(21)}`])(
    'is refused as a query: %s',
    async (query) => {
      expect((await get(query)).status).toBe(400);
    },
  );

  it.each([
    '{"text":{"$gt":""}}',
    '{"text":["a"]}',
    '{"text":1}',
    '{"text":null}',
    '{}',
    '[]',
    '"a"',
    '{"text":',
    '{"text":"a","__proto__":{}}',
    '{"text":"a","more":1}',
  ])('is refused as a body: %s', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  it('names the fault, not the value', async () => {
    const { body } = await get('q[$gt]=secretvalue');
    const answer = JSON.stringify(body);

    expect(body).toMatchObject({ error: 'bad_request', faults: [{ at: 'query', rule: 'unrecognized_keys' }] });
    expect(answer).not.toContain('secretvalue');
  });

  it('is not read when it is a form', async () => {
    expect((await post('text=hello', 'application/x-www-form-urlencoded')).status).toBe(400);
  });

  it('is cut off past 64 KiB', async () => {
    const { status, text } = await post(JSON.stringify({ text: 'a'.repeat(70_000) }));

    expect(status).toBe(413);
    expect(text).toContain('too_large');
  });
});
