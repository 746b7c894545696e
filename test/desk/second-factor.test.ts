import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP, Secret } from 'otpauth';
import { openDesk, password, type Answer, type Caller, type OpenDesk } from '../support/desk.ts';

let now = new Date('2026-11-22T09:00:10Z');
let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk({ now: () => now, proxies: 1 });
});
afterAll(() => desk.close());

const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000);
};
const codeOf = (secret: string, ahead = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() + ahead * 1000 });

// Each from a place of its own: what is tested here is the code, not the limits.
let places = 0;
const signIn = (login: string, more: object = {}): Promise<Answer> =>
  desk.stranger.post(
    '/api/desk/sign-in',
    { login, password, ...more },
    { 'X-Forwarded-For': `198.51.100.${++places}` },
  );

/** Turns a second factor on. @returns the app's secret and the recovery codes */
async function turnOn(caller: Caller) {
  const { body } = await caller.post('/api/desk/second-factor', { password });
  const secret = String(body.secret);
  const confirmed = await caller.post('/api/desk/second-factor/confirm', { password, code: codeOf(secret) });
  expect(confirmed.status).toBe(200);
  later(60);
  return { secret, uri: String(body.uri), recovery: confirmed.body.recoveryCodes as string[] };
}

describe('a second factor', () => {
  it('is asked for once it was confirmed by a code, and not before', async () => {
    const li = await desk.agent('li');
    const begun = await li.post('/api/desk/second-factor', { password });
    expect((await signIn('li')).status).toBe(200);
    expect((await li.post('/api/desk/second-factor/confirm', { password, code: '000000' })).status).toBe(422);

    const { secret, uri } = await turnOn(li);

    expect(secret).not.toBe(begun.body.secret);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Wallet%20Desk:li\?/);
    expect(await signIn('li')).toMatchObject({ status: 401, body: { error: 'code_required' } });
    expect(await signIn('li', { code: '000000' })).toMatchObject({ status: 401, body: { error: 'sign_in_refused' } });
    expect(await signIn('li', { code: codeOf(secret) })).toMatchObject({ status: 200 });
    expect((await li.get('/api/desk/me')).body).toMatchObject({ secondFactor: true });
  });

  it('says nothing of itself to whoever has not got the password', async () => {
    expect(await signIn('li', { password: 'a guess of mine' })).toMatchObject({ body: { error: 'sign_in_refused' } });
    expect(await signIn('li', { password: 'a guess of mine', code: '123456' })).toMatchObject({
      body: { error: 'sign_in_refused' },
    });
  });

  it('takes each code once, of fifty at the same time one, and none that is too old', async () => {
    const { secret } = await turnOn(await desk.agent('wang'));
    const code = codeOf(secret);

    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn('wang', { code })));
    const before = codeOf(secret, -30);
    later(61);

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await signIn('wang', { code: before })).status).not.toBe(200);
    expect((await signIn('wang', { code })).status).not.toBe(200);
  });

  it('is replaced by a recovery code, each good once and only for its account', async () => {
    const { recovery } = await turnOn(await desk.agent('sun'));
    const other = await turnOn(await desk.agent('zhao'));
    const [code = '', second = ''] = recovery;

    expect(recovery).toHaveLength(10);
    expect((await signIn('zhao', { code })).status).toBe(401);
    expect((await signIn('sun', { code: code.toLowerCase() })).status).toBe(200);
    expect((await signIn('sun', { code })).status).toBe(401);
    expect((await signIn('sun', { code: other.recovery[0] })).status).toBe(401);
    expect((await signIn('sun', { code: second })).status).toBe(200);
  });

  it('goes along when the password is changed', async () => {
    const zhou = await desk.agent('zhou');
    const { secret } = await turnOn(zhou);
    const next = 'another horse staple';

    expect((await zhou.post('/api/desk/password', { current: password, next })).status).toBe(204);

    expect((await signIn('zhou', { password: next, code: codeOf(secret) })).status).toBe(200);
  });

  it('is neither set nor removed by a cookie alone', async () => {
    const wu = await desk.agent('wu');
    await turnOn(wu);
    const guess = { password: 'a guess of mine' };

    expect((await wu.post('/api/desk/second-factor', guess)).status).toBe(422);
    expect((await wu.post('/api/desk/second-factor', { password })).status).toBe(409);
    for (let i = 0; i < 6; i++) expect((await wu.post('/api/desk/second-factor/remove', guess)).status).toBe(422);
    // Guessed too often: not even the right one is looked at now.
    expect((await wu.post('/api/desk/second-factor/remove', { password })).status).toBe(422);
    later(15 * 60);
    expect((await wu.post('/api/desk/second-factor/remove', { password })).status).toBe(204);
    expect((await signIn('wu')).status).toBe(200);
  });

  it('ends with a reset, and nothing of it can be read in the store', async () => {
    const { secret } = await turnOn(await desk.agent('zheng'));
    const collections = (await desk.connection.db?.collections()) ?? [];
    const stored = JSON.stringify(await Promise.all(collections.map((collection) => collection.find({}).toArray())));
    expect(stored).toContain('zheng');
    expect(stored).not.toContain(secret);

    const reset = await desk.staff.accounts.reset('zheng');
    if (!reset.ok) throw new Error(reset.error);
    await desk.staff.accounts.setUp(reset.value.token, password);

    expect((await signIn('zheng')).status).toBe(200);
  });
});
