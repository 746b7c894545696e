import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assertPolicies } from '../../src/desk/desk.ts';
import type { Route } from '../../src/desk/route.ts';
import { callerAt, openDesk, password, type Caller, type OpenDesk } from '../support/desk.ts';

let desk: OpenDesk;
let admin: Caller;
beforeAll(async () => {
  desk = await openDesk();
  admin = await desk.agent('root', ['administrator']);
});
afterAll(() => desk.close());

/** An address of a route, with something in each place. */
const filled = (path: string): string => path.replace(':number', 'K20261122-0001').replace(':login', 'nobody');

const by = (caller: Caller, method: string) =>
  method === 'GET' ? caller.get : method === 'DELETE' ? caller.remove : (path: string) => caller.post(path);

describe('the routes of the desk', () => {
  it('are those of the router, each with a policy of its own', () => {
    const ofRouter = desk.desk.router.stack.map((layer) => `${layer.methods.at(-1) ?? ''} ${String(layer.path)}`);

    expect(ofRouter).toEqual(desk.desk.routes.map(({ method, path }) => `${method} ${path}`));
    expect(() => assertPolicies(desk.desk.routes)).not.toThrow();
  });

  it('do not start when one of them says nothing about who may call it', () => {
    const [first] = desk.desk.routes;

    expect(() => assertPolicies([{ ...first, policy: undefined } as unknown as Route])).toThrow('/api/desk/sign-in');
    expect(() => assertPolicies([{ ...first, policy: [] } as unknown as Route])).toThrow('/api/desk/sign-in');
  });

  it('are closed to strangers, but for those that let them in', async () => {
    const open = [];
    for (const { method, path } of desk.desk.routes) {
      const { status } = await by(desk.stranger, method)(filled(path));
      if (status !== 401) open.push(`${method} ${path} ${status}`);
    }

    expect(open).toEqual([
      'POST /api/desk/sign-in 400',
      'POST /api/desk/setup/check 400',
      'POST /api/desk/setup 400',
      'GET /api/openapi.json 200',
    ]);
  });
});

describe('a call that changes something', () => {
  const attacks: readonly (readonly [string, Record<string, string>])[] = [
    ['without X-Requested-By', { 'X-Requested-By': '' }],
    ['with another X-Requested-By', { 'X-Requested-By': 'XMLHttpRequest' }],
    ['as text', { 'Content-Type': 'text/plain' }],
    ['as a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['from another site', { Origin: 'https://elsewhere.example' }],
    ['from nowhere', { Origin: 'null' }],
    ['from another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['from a name that only looks like loopback', { Origin: 'http://127.0.0.1.elsewhere.example' }],
  ];

  it.each(attacks)('%s is refused on every route', async (_, headers) => {
    const changing = desk.desk.routes.filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(12);
    for (const { path } of changing) {
      expect({ path, ...(await admin.post(filled(path), {}, headers)) }).toMatchObject({
        path,
        status: 403,
        body: { error: 'foreign_call' },
      });
    }
  });

  it('is not to be had by GET or by _method', async () => {
    for (const { path, method } of desk.desk.routes) {
      if (method === 'GET') continue;
      const address = filled(path);
      // Where another route reads at the same address, it says that it does not know `_method`, or what is asked for.
      const isRead = desk.desk.router.match(address, 'GET').pathAndMethod.length > 0;
      const { status } = await admin.get(`${address}?_method=POST`);
      expect({ path, refused: isRead ? [400, 404].includes(status) : status === 405 }).toEqual({ path, refused: true });
    }
  });

  it('passes from the console, and from a program that has no origin', async () => {
    expect((await admin.post('/api/desk/tickets/next')).status).toBe(204);
    const response = await fetch(`${desk.base}/api/desk/tickets/next`, {
      method: 'POST',
      headers: { Cookie: admin.cookie, 'X-Requested-By': 'desk', 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(204);
  });
});

describe('behind a public address', () => {
  it('the cookie is bound to https and to the host, and only that origin may change something', async () => {
    const behind = await openDesk({ publicUrl: 'https://desk.example.com/' });
    try {
      await behind.staff.accounts.create(
        { login: 'li', name: '小李', employeeNumber: '1001', roles: ['agent'], skills: [], capacity: 5 },
        password,
      );
      const outside = callerAt(behind.base);
      const sent = { login: 'li', password };

      const { headers } = await outside.post('/api/desk/sign-in', sent, { Origin: 'https://desk.example.com' });
      const [cookie = ''] = headers.getSetCookie();

      expect(cookie).toMatch(/^__Host-desk=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
      expect((await outside.post('/api/desk/sign-in', sent)).status).toBe(403);
      expect((await outside.get('/api/desk/me', { Cookie: cookie })).status).toBe(200);
    } finally {
      await behind.close();
    }
  });
});
