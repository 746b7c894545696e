import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDesk, password, type OpenDesk } from '../support/desk.ts';
import { openStaffStore } from '../support/staff-store.ts';

let now = new Date('2026-11-22T09:00:00Z');
let desk: OpenDesk;
let store: Awaited<ReturnType<typeof openStaffStore>>;
beforeAll(async () => {
  store = await openStaffStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.clear();
  now = new Date('2026-11-22T09:00:00Z');
  desk = await openDesk({ store, now: () => now, proxies: 1 });
});
afterEach(() => desk.close());

const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};

const from = (ip: string) => ({ 'X-Forwarded-For': ip });

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and that other sites cannot use', async () => {
    await desk.agent('li');

    const { status, headers, body } = await desk.stranger.post('/api/desk/sign-in', { login: 'LI', password });

    expect(status).toBe(200);
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^desk=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(body).toMatchObject({ login: 'li', employeeNumber: '1001', roles: ['agent'] });
  });

  it('is refused in the same words whatever was wrong', async () => {
    await desk.agent('li');
    await desk.agent('gone');
    await desk.staff.accounts.change('gone', { disabled: true });
    const tries = [
      { login: 'li', password: 'not this one' },
      { login: 'nobody', password },
      { login: 'gone', password },
    ];

    const answers = await Promise.all(tries.map((body) => desk.stranger.post('/api/desk/sign-in', body)));

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('ends after 30 minutes without a call, and after 12 hours with calls', async () => {
    const idle = await desk.agent('li');
    const busy = await desk.agent('wang');

    later(31);
    expect((await idle.get('/api/desk/me')).status).toBe(401);
    const again = await desk.signIn('wang');
    for (let hours = 0; hours < 11.5; hours += 0.5) {
      expect((await again.get('/api/desk/me')).status).toBe(200);
      later(29);
    }
    expect((await busy.get('/api/desk/me')).status).toBe(401);
    for (let more = 0; more < 3; more++) {
      await again.get('/api/desk/me');
      later(29);
    }
    expect((await again.get('/api/desk/me')).status).toBe(401);
  });

  it('ends with signing out, with being disabled, and with another role', async () => {
    const [li, wang, sun] = [await desk.agent('li'), await desk.agent('wang'), await desk.agent('sun')];

    expect((await li.post('/api/desk/sign-out')).status).toBe(204);
    await desk.staff.accounts.change('wang', { disabled: true });
    await desk.staff.accounts.change('sun', { roles: ['lead'] });

    for (const caller of [li, wang, sun]) expect((await caller.get('/api/desk/me')).status).toBe(401);
  });

  it('gives a new id, and the one that the browser came with is worth nothing', async () => {
    const before = await desk.agent('li');

    const { headers } = await before.post('/api/desk/sign-in', { login: 'li', password });

    expect(headers.getSetCookie()[0]).not.toContain(before.cookie);
    expect((await before.get('/api/desk/me')).status).toBe(401);
  });

  it('takes no id that a stranger chose', async () => {
    const chosen = `desk=${'A'.repeat(43)}`;
    await desk.agent('li');

    const { headers } = await desk.stranger.post('/api/desk/sign-in', { login: 'li', password }, { Cookie: chosen });

    expect(headers.getSetCookie()[0]).not.toContain('AAAA');
    expect((await desk.stranger.get('/api/desk/me', { Cookie: chosen })).status).toBe(401);
  });
});

describe('guessing a password', () => {
  const guess = (ip: string, login = 'li') =>
    desk.stranger.post('/api/desk/sign-in', { login, password: 'a guess of mine' }, from(ip));

  it('is heard five times in a quarter of an hour from one place', async () => {
    await desk.agent('li');

    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await guess('203.0.113.1')).status));

    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
    expect(Number((await guess('203.0.113.1')).headers.get('retry-after'))).toBe(900);
    later(15);
    expect((await guess('203.0.113.1')).status).toBe(401);
  });

  it('is heard a hundred times an hour from one place over all logins', async () => {
    const statuses = [];
    for (let i = 0; i < 110; i++) statuses.push((await guess('203.0.113.1', `login${i}`)).status);

    expect(statuses.filter((status) => status === 401)).toHaveLength(100);
  });

  it('is heard fifty times an hour from everywhere, and its owner still gets in where he was before', async () => {
    await desk.agent('li');
    await desk.stranger.post('/api/desk/sign-in', { login: 'li', password }, from('198.51.100.7'));

    const statuses = [];
    for (let i = 0; i < 70; i++) statuses.push((await guess(`203.0.113.${i}`)).status);
    const owner = await desk.stranger.post('/api/desk/sign-in', { login: 'li', password }, from('198.51.100.7'));

    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    expect(owner.status).toBe(200);
  });

  it('does not count those who get in', async () => {
    await desk.agent('li');

    for (let i = 0; i < 12; i++) await desk.signIn('li');

    expect((await desk.stranger.post('/api/desk/sign-in', { login: 'li', password })).status).toBe(200);
  });
});
