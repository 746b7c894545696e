import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDesk, type Caller, type OpenDesk } from '../support/desk.ts';

/** What could become an operator, another type or a burden, in a place where a plain value belongs. */
const values: readonly unknown[] = [
  { $gt: '' },
  { $ne: null },
  { $regex: '(a+)+$' },
  { $where: 'sleep(1000)' },
  { $expr: { $function: { body: 'return 1', args: [], lang: 'js' } } },
  { $nor: [{}] },
  { $in: ['admin'] },
  ['admin', 'root'],
  [['admin']],
  { toString: 1 },
  { type: 'Buffer', data: [1, 2, 3] },
  null,
  1e308,
  'a'.repeat(50_000),
  '\u0000',
];

const queries = ['[$gt]=', '[$ne]=x', '=a&NAME=b', '[]=a', '[$regex]=.*', '.$where=1', '[__proto__][x]=1', '=%00'];

let desk: OpenDesk;
let root: Caller;
beforeAll(async () => {
  desk = await openDesk();
  root = await desk.agent('root', ['administrator']);
});
afterAll(() => desk.close());

type Schema = { properties?: Record<string, unknown> };
type Operation = {
  parameters: { name: string; in: string }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
};

async function operations(): Promise<(Operation & { method: string; path: string })[]> {
  const { body } = await desk.stranger.get('/api/openapi.json');
  const paths = body.paths as Record<string, Record<string, Operation>>;
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ ...operation, method, path })),
  );
}

const filled = (path: string): string => path.replace('{number}', 'K20261122-9999').replace('{login}', 'nobody');
const mayEnd = [400, 401, 404, 413, 422];

describe('an operator in place of a value', () => {
  it('is refused in every field of every body', async () => {
    let tried = 0;
    for (const { path, requestBody } of await operations()) {
      for (const name of Object.keys(requestBody?.content['application/json'].schema.properties ?? {})) {
        for (const value of values) {
          // The test box reads any text, keeps none and asks no store.
          if (path.endsWith('/explain') && typeof value === 'string') continue;
          const { status } = await root.post(filled(path), { [name]: value });
          tried += 1;
          expect({ path, name, value, isRefused: mayEnd.includes(status) }).toMatchObject({ isRefused: true });
        }
      }
    }
    expect(tried).toBeGreaterThan(300);
  });

  it('is refused in a field that would otherwise be right', async () => {
    const ticket = desk.memory.put();
    const rightReply = { text: '您好', epoch: 0 };
    const rightSignIn = { login: 'root', password: 'sample horse staple 7' };

    for (const value of values) {
      for (const name of ['text', 'epoch', 'key', 'more']) {
        const path = `/api/desk/tickets/${ticket.number}/reply`;
        const { status } = await root.post(path, { ...rightReply, [name]: value });
        // A text may be odd or null bytes; it is then a stale reply to a ticket that nobody claimed.
        expect([400, 409]).toContain(status);
        if (typeof value !== 'string') expect(status).toBe(400);
      }
      for (const name of ['login', 'password', 'code']) {
        const { status } = await desk.stranger.post('/api/desk/sign-in', { ...rightSignIn, [name]: value });
        expect([400, 401, 429]).toContain(status);
      }
    }
  });

  it('is refused in every query, on every route', async () => {
    for (const { method, path, parameters } of await operations()) {
      if (method !== 'get' || path === '/api/openapi.json') continue;
      const names = [...parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name), 'other'];
      for (const name of names) {
        for (const query of queries) {
          const address = `${filled(path)}?${name}${query.replace('NAME', name)}`;
          const { status } = await root.get(address);
          // Words are searched for as they are; the address itself may name nothing.
          if (name !== 'q' || query !== '=%00')
            expect({ address, status }).toMatchObject({ status: expect.any(Number) });
          expect({ address, isRefused: mayEnd.includes(status) || (name === 'q' && query === '=%00') }).toMatchObject({
            isRefused: true,
          });
        }
      }
    }
  });

  it('is nothing but an unknown place in an address', async () => {
    for (const place of ['{"$gt":""}', '[$ne]', '..%2f..%2fstaff', '%00', "' || 1==1", 'a'.repeat(5_000)]) {
      const part = place.includes('%') ? place : encodeURIComponent(place);
      for (const path of [
        `/api/desk/tickets/${part}`,
        `/api/desk/tickets/${part}/claim`,
        `/api/desk/staff/${part}/reset`,
      ]) {
        expect([404, 405]).toContain((await root.post(path)).status);
      }
    }
  });

  it('is no cookie', async () => {
    for (const value of ['{"$gt":""}', '[object Object]', 'j:{"$gt":""}', '', 'a'.repeat(5_000)]) {
      expect((await desk.stranger.get('/api/desk/me', { Cookie: `desk=${value}` })).status).toBe(401);
    }
  });

  it('leaves no trace: no call failed on our side', () => {
    expect(desk.lines.filter((line) => line.includes('call failed'))).toEqual([]);
  });
});
