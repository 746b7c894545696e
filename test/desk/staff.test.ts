import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDesk, password, type Caller, type OpenDesk } from '../support/desk.ts';

let desk: OpenDesk;
let root: Caller;
beforeAll(async () => {
  desk = await openDesk();
  root = await desk.agent('root', ['administrator']);
});
afterAll(() => desk.close());

const details = (login: string, employeeNumber: string) => ({
  ...{ login, employeeNumber, password },
  name: '小李',
  roles: ['agent'],
});

describe('accounts on the desk', () => {
  it('are made by an administrator, and their owner signs in', async () => {
    const { status, body } = await root.post('/api/desk/staff', details('li', '2001'));

    expect({ status, body }).toMatchObject({ status: 201, body: { login: 'li', employeeNumber: '2001', capacity: 5 } });
    expect(JSON.stringify(body)).not.toContain('argon2');
    expect((await (await desk.signIn('li')).get('/api/desk/me')).body).toMatchObject({ name: '小李' });
    expect(await root.post('/api/desk/staff', details('li', '2002'))).toMatchObject({
      status: 409,
      body: { error: 'login_taken' },
    });
    expect(await root.post('/api/desk/staff', { ...details('wang', '2003'), password: 'short' })).toMatchObject({
      status: 422,
      body: { error: 'too_short', message: '密码至少 12 个字符。' },
    });
  });

  it('take no field that is not theirs to give', async () => {
    for (const more of [{ id: 'chosen' }, { disabled: false }, { passwordHash: 'x' }, { knownPeers: [] }]) {
      expect((await root.post('/api/desk/staff', { ...details('zhao', '2004'), ...more })).status).toBe(400);
      expect((await root.post('/api/desk/staff/root', { passwordHash: 'x' })).status).toBe(400);
    }
    expect((await root.post('/api/desk/staff', { ...details('zhao', '2004'), roles: ['owner'] })).status).toBe(400);
  });

  it('have name, number, skills, tier and capacity changed by an administrator', async () => {
    await root.post('/api/desk/staff', details('qian', '2010'));
    const change = {
      name: '小钱',
      employeeNumber: '2011',
      skills: ['transfer'],
      tier: 2,
      capacity: 8,
      roles: ['senior'],
    };

    expect(await root.post('/api/desk/staff/qian', change)).toMatchObject({ status: 200, body: change });
    expect(await root.post('/api/desk/staff/qian', { employeeNumber: '2001' })).toMatchObject({
      status: 409,
      body: { error: 'employee_number_taken' },
    });
    expect((await root.post('/api/desk/staff/qian', { tier: 4 })).status).toBe(400);
    expect((await (await desk.signIn('qian')).get('/api/desk/me')).body).toMatchObject({
      ...change,
      duty: 'available',
    });
  });

  it('take no skill that no ticket needs, and keep one that none needs any longer', async () => {
    const unknown = {
      status: 422,
      body: { error: 'unknown_skill', message: '没有名为“transfre”的业务，请从列表中选择。' },
    };
    expect(await root.post('/api/desk/staff', { ...details('tang', '2020'), skills: ['transfre'] })).toMatchObject(
      unknown,
    );

    await root.post('/api/desk/staff', details('tang', '2020'));
    expect(await root.post('/api/desk/staff/tang', { skills: ['transfer', 'transfre'] })).toMatchObject(unknown);

    await desk.staff.accounts.change('tang', { skills: ['gone'] });
    expect((await root.post('/api/desk/staff/tang', { skills: ['transfer', 'gone'] })).status).toBe(200);
  });

  it('are reset by a link that the administrator hands over', async () => {
    await root.post('/api/desk/staff', details('sun', '2005'));

    const { body } = await root.post('/api/desk/staff/sun/reset');
    const token = new URL(String(body.path), desk.base).searchParams.get('token');

    expect(String(body.path)).toMatch(/^\/desk\/setup\?token=/);
    expect((await desk.stranger.post('/api/desk/setup/check', { token })).body).toEqual({ login: 'sun', name: '小李' });
    const next = 'another horse staple';
    expect((await desk.stranger.post('/api/desk/setup', { token, password: next })).status).toBe(204);
    expect((await desk.stranger.post('/api/desk/setup', { token, password: next })).status).toBe(404);
    expect((await desk.stranger.post('/api/desk/sign-in', { login: 'sun', password: next })).status).toBe(200);
  });

  it('have a password that their owner changes, which ends his other sign-ins', async () => {
    await root.post('/api/desk/staff', details('zhou', '2006'));
    const [here, elsewhere] = [await desk.signIn('zhou'), await desk.signIn('zhou')];
    const next = 'another horse staple';

    expect(await here.post('/api/desk/password', { current: 'a guess of mine', next })).toMatchObject({ status: 422 });
    expect((await here.post('/api/desk/password', { current: password, next })).status).toBe(204);

    expect((await here.get('/api/desk/me')).status).toBe(200);
    expect((await elsewhere.get('/api/desk/me')).status).toBe(401);
  });

  it('are seen by colleagues as name, number and presence, and nothing more', async () => {
    const li = await desk.signIn('li');

    const { body } = await li.get('/api/desk/colleagues');

    expect(body.colleagues).toContainEqual({
      name: '小李',
      employeeNumber: '2001',
      roles: ['agent'],
      present: true,
      duty: 'available',
    });
    expect(JSON.stringify(body)).not.toContain('login');
  });
});
